import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleInRun } from 'test-engines/in-this-run';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

const run = promisify(execFile);
const demoProgram = await bundleInRun(new URL('../../demo/demo.ts', import.meta.url));
const clickProgram = await bundleInRun(new URL('../../demo/click.ts', import.meta.url));
const longMs = 60_000;

/** Runs the demo as a process with only this environment. */
function startDemo(folder: string, environment: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const child = spawn(process.execPath, [demoProgram, '--folder', folder, ...options], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const exited = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return {
    said: () => said,
    says: (text: string | RegExp) => until(`"${text}"`, () => (said.match(text) === null ? null : said), longMs),
    async end() {
      child.kill('SIGINT');
      return await exited;
    },
    exited,
  };
}

async function whatIsThere(folder: string, said: string) {
  const [, clusterUrl] = /Kubernetes +(http:\S+)/.exec(said) ?? [];
  const path = 'apis/pizza.bilalashraf.xyz/v1/namespaces/default/pizzaorders';
  const { items } = await (await fetch(`${clusterUrl}/${path}`)).json();
  const slack = await readFile(join(folder, 'slack.json'), 'utf8');
  const cards = new Set([...slack.matchAll(/"ts":"([\d.]+)"/g)].map(([, ts]) => ts));
  return { uids: items.map((one: { metadata: { uid: string } }) => one.metadata.uid), cards: [...cards] };
}

test('ends cleanly, and restarts with the same card and order', async () => {
  const folder = await aFolder();
  const first = startDemo(folder, { PORT: '0' }, '--stage-seconds', '0.2');
  await first.says('Ctrl-C ends the demo');
  const clicked = await run(process.execPath, [clickProgram, '--folder', folder], { env: process.env });
  await first.says('delivered done');
  const before = await whatIsThere(folder, first.said());
  expect(await first.end()).toEqual([0, null]);

  const second = startDemo(folder, { PORT: '0' });
  await second.says('Ctrl-C ends the demo');
  const after = await whatIsThere(folder, second.said());
  expect(await second.end()).toEqual([0, null]);

  expect(clicked.stdout).toContain('Approved: Order now, by @U0ALICE');
  expect(before.uids).toHaveLength(1);
  expect(before.cards).toHaveLength(1);
  expect(after).toEqual(before);
  expect(second.said()).toContain('The card is already answered.');

  const fresh = startDemo(folder, { PORT: '0' }, '--fresh');
  await fresh.says('Ctrl-C ends the demo');
  const anew = await whatIsThere(folder, fresh.said());
  expect(await fresh.end()).toEqual([0, null]);

  expect(anew.uids).toEqual([]);
  expect(anew.cards).toHaveLength(1);
  expect(anew.cards).not.toEqual(before.cards);
}, 180_000);

test('explains a port in use, with other ports to choose', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => {
    taken.close();
  });
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const demo = startDemo(await aFolder(), { PORT: String(port) });

  expect(await demo.exited).toEqual([1, null]);
  expect(demo.said()).toContain(`Port ${port} is in use`);
  expect(demo.said()).toContain('PORT=4000 npm run demo');
  expect(demo.said()).not.toMatch(/\n\s+at /);
}, 60_000);

test('lists all missing and malformed variables', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, '.env'), 'PORT=http\nCUSTOMER_PHONE=123\n');
  const demo = startDemo(folder, { SLACK_BOT_TOKEN: 'xoxb-1' }, '--environment', join(folder, '.env'));

  expect(await demo.exited).toEqual([1, null]);
  expect(demo.said()).toContain('The configuration is not complete:');
  for (const name of ['PORT: ', 'SLACK_SIGNING_SECRET: is missing', 'SLACK_CHANNEL: is missing', 'CUSTOMER_PHONE: '])
    expect(demo.said()).toContain(`\n  ${name}`);
}, 60_000);
