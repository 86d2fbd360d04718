// What the validators written in JavaScript share. The same as findings.py: see there.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const require = createRequire(path.join(process.env.FHIR_VALIDATORS, 'node', 'package.json'));

/** The bundle without its resources, then each resource, with their places. */
export function parts(document) {
  if (document.resourceType !== 'Bundle') return [[document, document.resourceType]];
  const entries = document.entry ?? [];
  const shell = { ...document, entry: entries.map(({ resource, ...without }) => without) };
  const resources = entries.map((each, number) => [each.resource, `Bundle.entry[${number}].resource`]);
  return [[shell, 'Bundle'], ...resources.filter(([resource]) => resource)];
}

/** Check each file that the command line names; print one JSON list a finding, then how many files there were. */
export function printFindings(check) {
  const files = process.argv.slice(2);
  for (const file of files) {
    const printed = new Set();
    for (const [place, message] of check(JSON.parse(fs.readFileSync(file, 'utf8')))) {
      printed.add(JSON.stringify([file, place, String(message).replace(/\s+/g, ' ').slice(0, 250)]));
    }
    for (const line of printed) console.log(line);
  }
  console.log(JSON.stringify({ checked: files.length }));
}
