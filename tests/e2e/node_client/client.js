// client.js ADDRESS STORIES_FOLDER GRPC_JS PROTO_LOADER: ingests the story texts of a folder, then reads the Similar
// News of one of them. Nothing here is generated: the services are learnt through gRPC's server reflection.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const [address, folder, grpcPath, loaderPath] = process.argv.slice(2);
const grpc = require(grpcPath);
const loader = require(loaderPath);

const options = {keepCase: true, longs: String, enums: String, defaults: true, oneofs: true};

// The one proto that a client has to know, https://github.com/grpc/grpc/blob/master/src/proto/grpc/reflection/v1alpha
const reflectionProto = {
  nested: {grpc: {nested: {reflection: {nested: {v1alpha: {nested: {
    ServerReflection: {methods: {ServerReflectionInfo: {
      requestType: 'ServerReflectionRequest', requestStream: true,
      responseType: 'ServerReflectionResponse', responseStream: true}}},
    ServerReflectionRequest: {
      oneofs: {message_request: {oneof: ['file_by_filename', 'file_containing_symbol', 'list_services']}},
      fields: {
        host: {type: 'string', id: 1}, file_by_filename: {type: 'string', id: 3},
        file_containing_symbol: {type: 'string', id: 4}, list_services: {type: 'string', id: 7}}},
    ServerReflectionResponse: {
      oneofs: {message_response: {oneof: ['file_descriptor_response', 'list_services_response', 'error_response']}},
      fields: {
        file_descriptor_response: {type: 'FileDescriptorResponse', id: 4},
        list_services_response: {type: 'ListServiceResponse', id: 6},
        error_response: {type: 'ErrorResponse', id: 7}}},
    FileDescriptorResponse: {fields: {file_descriptor_proto: {rule: 'repeated', type: 'bytes', id: 1}}},
    ListServiceResponse: {fields: {service: {rule: 'repeated', type: 'ServiceResponse', id: 1}}},
    ServiceResponse: {fields: {name: {type: 'string', id: 1}}},
    ErrorResponse: {fields: {error_code: {type: 'int32', id: 1}, error_message: {type: 'string', id: 2}}},
  }}}}}}},
};

const credentials = grpc.credentials.createInsecure();

// ask(REQUEST…): one reflection stream, an answer per request.
function reflect(requests) {
  const {grpc: {reflection}} = grpc.loadPackageDefinition(loader.fromJSON(reflectionProto, options));
  const client = new reflection.v1alpha.ServerReflection(address, credentials);
  return new Promise((resolve, reject) => {
    const answers = [];
    const stream = client.ServerReflectionInfo();
    stream.on('data', (answer) => answers.push(answer));
    stream.on('error', reject);
    stream.on('end', () => resolve(answers));
    for (const request of requests) stream.write(request);
    stream.end();
  });
}

// The server's whole API as grpc-js wants it.
async function learnApi() {
  const [listed] = await reflect([{list_services: '*'}]);
  const services = listed.list_services_response.service.map((s) => s.name).filter((n) => n.startsWith('akin.'));
  const answers = await reflect(services.map((name) => ({file_containing_symbol: name})));
  // Each answer has a file and all that it imports; the loader wants each file once.
  const files = new Map();
  for (const answer of answers) {
    assert(answer.file_descriptor_response, JSON.stringify(answer.error_response));
    for (const bytes of answer.file_descriptor_response.file_descriptor_proto) files.set(bytes.toString('latin1'), bytes);
  }
  // A FileDescriptorSet is its files as field 1, one after another.
  const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
  const set = Buffer.concat([...files.values()].flatMap((b) => [Buffer.from([0x0a, ...varint(b.length)]), b]));
  return {services, api: grpc.loadPackageDefinition(loader.loadFileDescriptorSetFromBuffer(set, options))};
}

const call = (client, method, request) => new Promise((resolve, reject) => {
  const deadline = Date.now() + 30000;
  client[method](request, {deadline}, (error, response) => (error ? reject(error) : resolve(response)));
});

async function ingestStories(ingestion) {
  const results = [];
  for (const source of fs.readdirSync(folder).sort()) {
    for (const file of fs.readdirSync(path.join(folder, source)).sort()) {
      const response = await call(ingestion, 'IngestDocument', {
        content: fs.readFileSync(path.join(folder, source, file)), file_name: file, source: `sources/${source}`});
      assert.strictEqual(response.format, 'story-text');
      results.push(...response.results);
    }
  }
  return results;
}

async function main() {
  const {services, api} = await learnApi();
  for (const name of ['ingestion', 'storage', 'search', 'recommendation'])
    assert(services.some((s) => s.startsWith(`akin.${name}.v1.`)), `no ${name} service in ${services}`);
  const ingestion = new api.akin.ingestion.v1.IngestionService(address, credentials);
  const recommendation = new api.akin.recommendation.v1.RecommendationService(address, credentials);

  const results = await ingestStories(ingestion);
  assert(results.length > 50, `${results.length} stories`);
  const revision = results.map((r) => BigInt(r.revision)).reduce((a, b) => (a > b ? a : b));
  const seed = results.find((r) => /hurricane/i.test(r.headline));
  const similar = await call(recommendation, 'ListSimilarArticles', {
    seeds: [{article: seed.name}], min_revision: revision.toString()});
  assert(similar.hits.length > 0, 'nothing is similar');
  assert(BigInt(similar.info.revision) >= revision);
  for (const hit of similar.hits) {
    assert(hit.article.headline && hit.reasons.length > 0, JSON.stringify(hit));
    assert.notStrictEqual(hit.article.name, seed.name);
  }

  const error = await call(recommendation, 'ListSimilarArticles', {seeds: [{article: 'articles/nosuch'}]})
    .then(() => null, (e) => e);
  assert.strictEqual(error && error.code, grpc.status.NOT_FOUND);
  console.log(`${results.length} stories in; similar to "${seed.headline}":`);
  for (const hit of similar.hits) console.log(`  ${hit.similarity.toFixed(2)} ${hit.article.headline}`);
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
