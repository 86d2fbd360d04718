// Codes and references at the top levels; blind inside data types. npm: fhir.
import { parts, printFindings, require } from './findings.mjs';

const { Fhir } = require('fhir');
const fhir = new Fhir();

printFindings(function* (document) {
  for (const [resource, place] of parts(document)) {
    for (const each of fhir.validate(resource, { errorOnUnexpected: true }).messages) {
      if (['error', 'fatal'].includes(each.severity)) yield [`${place} ${each.location ?? ''}`, each.message];
    }
  }
});
