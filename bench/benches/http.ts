// CPU time of a server for one click over HTTP, 64 connections: ours, by hand, and Bolt's ExpressReceiver.
// Run: npm run bench -- http
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type SignedClick, signedClick } from '../measure/signed-click.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { ratios, summarise } from '../report/statistics.js';

const connections = 64;
const requestsInRound = 2_000;
const rounds = 11;
const names = ['plain-by-hand', 'plain-ours', 'express-by-hand', 'express-ours', 'bolt-express'] as const;

interface Running {
  readonly name: (typeof names)[number];
  readonly child: ChildProcess;
  readonly port: number;
  readonly agent: Agent;
  readonly times: number[];
}

async function start(name: (typeof names)[number]): Promise<Running> {
  const child = fork(fileURLToPath(new URL('../measure/http-server.ts', import.meta.url)), [name], {
    execArgv: process.execArgv,
  });
  const [{ address }] = await once(child, 'message');
  return { name, child, port: address.port, agent: new Agent({ keepAlive: true, maxSockets: connections }), times: [] };
}

function send({ port, agent }: Running, click: SignedClick): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        agent,
        host: '127.0.0.1',
        method: 'POST',
        path: '/slack/actions',
        headers: { ...click.headers, 'content-length': click.body.length },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(click.body);
  });
}

async function cpuOf({ child }: Running): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = await once(child, 'message');
  return cpu.user + cpu.system;
}

async function round(server: Running, count: number): Promise<number> {
  // signed afresh, as signatures last five minutes
  const click = signedClick({ actionId: 'other:feature', value: 'v1', nowMs: Date.now() });
  const before = await cpuOf(server);
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await send(server, click);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return ((await cpuOf(server)) - before) / count;
}

const running = await Promise.all(names.map(start));
for (const server of running) await round(server, requestsInRound);
for (let turn = 0; turn < rounds; turn += 1) {
  for (const server of turn % 2 === 0 ? running : running.toReversed())
    server.times.push(await round(server, requestsInRound));
}

const timesOf = (name: (typeof names)[number]) => running.find((server) => server.name === name)?.times ?? [];
for (const [name, against, what, budget] of [
  ['plain-ours', 'plain-by-hand', 'a click on a plain `node:http` server, against by hand', { atMost: 1.1 }],
  ['express-ours', 'express-by-hand', 'a click on the Express adapter, against `express.raw` by hand', { atMost: 0.9 }],
  [
    'bolt-express',
    'express-by-hand',
    "click on Express, against `express.raw` by hand: Bolt's ExpressReceiver",
    undefined,
  ],
] as const) {
  const { median } = summarise(timesOf(name));
  report({
    section: name === 'bolt-express' ? 'Beside other libraries' : 'What a click costs',
    what,
    figures: [ratioFigure(summarise(ratios(timesOf(name), timesOf(against))), budget), { value: median, unit: 'µs' }],
    note: `CPU time of the server for one click over HTTP with ${connections} connections: verified, parsed and routed.`,
  });
}
for (const server of running) {
  server.agent.destroy();
  server.child.kill();
}
