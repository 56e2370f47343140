// A candidate source for Akin's Similar News: what the editors have picked, in a file that they may change at any time.
// server.js --protos DIR [--listen HOST:PORT] [--picks FILE] [--address_file FILE]; see README.md.
'use strict';
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const {parseArgs} = require('util');

const {values: flags} = parseArgs({options: {
  protos: {type: 'string'},
  listen: {type: 'string', default: '127.0.0.1:7602'},
  picks: {type: 'string', default: `${__dirname}/picks.json`},
  address_file: {type: 'string'},
}});

// The last file that could be read: a slip in a new one takes no picks away.
class Picks {
  constructor(path) {
    this.path = path;
    this.everywhere = [];
    this.bySeed = new Map();
    this.read();
    setInterval(() => this.readIfChanged(), 500).unref();
  }

  readIfChanged() {
    const changed = fs.statSync(this.path, {throwIfNoEntry: false})?.mtimeMs;
    if (changed !== undefined && changed !== this.changed) this.read();
  }

  read() {
    try {
      this.changed = fs.statSync(this.path).mtimeMs;
      const file = JSON.parse(fs.readFileSync(this.path, 'utf8'));
      const picks = (list) => list.map(({article, reason = 'picked by the editors'}) => {
        if (!/^articles\/./.test(article)) throw new Error(`"${article}", want articles/{id}`);
        return {article, reason: String(reason)};
      });
      const bySeed = new Map(Object.entries(file.for ?? {}).map(([seed, list]) => [seed, picks(list)]));
      this.everywhere = picks(file.everywhere ?? []);
      this.bySeed = bySeed;
    } catch (error) {
      console.error(`${this.path}: ${error.message}`);
    }
  }

  // Those for each seed come before those for all, each article once.
  for(seeds, exclude) {
    const left = new Set([...seeds, ...exclude]);
    const all = [...seeds.flatMap((seed) => this.bySeed.get(seed) ?? []), ...this.everywhere];
    return all.filter(({article}) => !left.has(article) && left.add(article));
  }
}

const picks = new Picks(flags.picks);

const handlers = {
  Describe: (call, done) => done(null, {
    name: "editors' picks", version: '1', contract_version: 1, roles: ['PLUGIN_ROLE_CANDIDATE_SOURCE']}),
  FindCandidates: ({request}, done) => {
    const found = picks.for(request.seeds.map(({name}) => name), request.context?.exclude ?? []);
    const candidates = found.slice(0, Math.max(0, request.limit)).map((pick, i) => ({...pick, score: 1 / (1 + i)}));
    done(null, {candidates});
  },
  Check: (call, done) => done(null, {status: 'SERVING'}),
  Watch: (call) => call.write({status: 'SERVING'}),
};

const definition = loader.loadSync(
  ['akin/plugin/v1/plugin_service.proto', 'akin/plugin/v1/candidate_source_service.proto', 'grpc/health/v1/health.proto'],
  {includeDirs: [flags.protos], keepCase: true, longs: String, enums: String, defaults: true});
const {akin, grpc: {health}} = grpc.loadPackageDefinition(definition);
const server = new grpc.Server();
for (const {service} of [akin.plugin.v1.PluginService, akin.plugin.v1.CandidateSourceService, health.v1.Health]) {
  server.addService(service, handlers);
}
server.bindAsync(flags.listen, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  const address = `${flags.listen.slice(0, flags.listen.lastIndexOf(':'))}:${port}`;
  if (flags.address_file) {
    fs.writeFileSync(`${flags.address_file}.new`, address);
    fs.renameSync(`${flags.address_file}.new`, flags.address_file);
  }
  console.error(`serving on ${address}`);
});
process.on('SIGTERM', () => server.forceShutdown());
