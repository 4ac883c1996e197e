import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { transform } from 'esbuild';
import { readIfThere } from '../../conventions/repository.js';
import type { Case } from './cases.js';
import { runToEnd } from './run-to-end.js';

/** What a newcomer copies from a README: its first program, and the command that runs it beside a simulated Slack. */
interface FirstCard {
  readonly readme: string;
  readonly channel: string;
  /** What the program prints once Alice has approved. */
  readonly says: string;
}

const cardWithinMs = 60_000;
const command = /^(?<variables>(?:\w+=\S+ )*)npx @k8s-pizza\/slack-simulator (?<options>.*?)-- node (?<file>\S+)$/m;

/** The first programs of the READMEs, copied without an edit into a project that has the packed packages. */
export function firstCardCases(folder: string): readonly Case[] {
  const cards: readonly FirstCard[] = [
    { readme: 'README.md', channel: 'C0DEPLOYS', says: 'Approved: deploying api 4.2.' },
    { readme: 'packages/adapter-socket-mode/README.md', channel: 'C0PIZZA', says: 'approved' },
  ];
  const first = cards.map((card, index) => ({
    name: `the first card of ${card.readme}`,
    run: async () => await showFirstCard(card, join(folder, `first-card-${index}`)),
  }));
  return [
    ...first,
    { name: 'a question from a shell', run: async () => await askFromShell(join(folder, 'shell')) },
    { name: 'a question of an MCP client', run: async () => await askByMcp(join(folder, 'mcp')) },
  ];
}

/** Runs the MCP client of the README, which starts the packed server by `npx`. @returns what went wrong, or null */
async function askByMcp(folder: string): Promise<string | null> {
  const client = /^```ts\n(import \{ Client \}.*?)^```$/ms.exec(readIfThere('README.md') ?? '')?.[1];
  if (client === undefined) return 'README.md has no MCP client';
  mkdirSync(folder);
  const { code } = await transform(client, { loader: 'ts', format: 'esm' });
  writeFileSync(join(folder, 'client.mjs'), code);
  const store = join(folder, 'state');
  return await runBesideSlack(folder, {
    program: [process.execPath, 'client.mjs'],
    options: [],
    env: { SLACK_CHANNEL: 'C0PIZZA', SLACK_APPROVER: 'U0ALICE', XDG_STATE_HOME: store },
    channel: 'C0PIZZA',
    says: 'Approved by U0ALICE. You may do it now, once.',
  });
}

/** Asks by the command line, with nothing but its package. @returns what went wrong, or null */
async function askFromShell(folder: string): Promise<string | null> {
  mkdirSync(folder);
  const bin = join(folder, '..', 'node_modules', '@k8s-pizza', 'slack-approval-cli', 'dist', 'bin.js');
  const question = [
    'Deploy?',
    '--channel',
    'C0PIZZA',
    '--approver',
    'U0ALICE',
    '--store',
    join(folder, 'questions.db'),
  ];
  const program = [process.execPath, bin, 'ask', ...question];
  return await runBesideSlack(folder, {
    program,
    options: [],
    env: {},
    channel: 'C0PIZZA',
    says: 'approved by U0ALICE',
  });
}

/** @returns what went wrong, or null */
async function showFirstCard({ readme, channel, says }: FirstCard, folder: string): Promise<string | null> {
  const text = readIfThere(readme) ?? '';
  const program = /^```ts\n(.*?)^```$/ms.exec(text)?.[1];
  const { variables = '', options = '', file = '' } = command.exec(text)?.groups ?? {};
  if (program === undefined || file === '') return `${readme} has no program, or no command that runs it`;
  mkdirSync(folder);
  writeFileSync(join(folder, file), program);
  const given = options.split(' ').filter((option) => option !== '');
  const env = Object.fromEntries(variables.split(' ').map((pair) => pair.split('=')));
  return await runBesideSlack(folder, { program: [process.execPath, file], options: given, env, channel, says });
}

interface Beside extends Pick<FirstCard, 'channel' | 'says'> {
  readonly program: readonly string[];
  /** Of the simulator. */
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program beside a simulated Slack, and approves its card. @returns what went wrong, or null */
async function runBesideSlack(folder: string, beside: Beside): Promise<string | null> {
  const { program, options, env, channel, says } = beside;
  const bin = join(folder, '..', 'node_modules', '@k8s-pizza', 'slack-simulator', 'dist', 'bin.js');
  let approving: Promise<string | null> | null = null;
  const { printed } = await runToEnd(process.execPath, [bin, ...options, '--', ...program], {
    cwd: folder,
    env,
    watch: (child, soFar) => {
      const page = /^The page: {2}(\S+\/)#/m.exec(soFar)?.[1];
      if (page !== undefined) approving ??= approveOnPage(page, channel, () => child.exitCode !== null);
      if (soFar.split('\n').includes(says)) child.kill();
    },
  });
  const wrong = (await approving) ?? (printed.split('\n').includes(says) ? null : `it did not print "${says}"`);
  return wrong === null ? null : `${wrong}:\n${printed}`;
}

/** Waits for the card, and presses Approve as Alice does on the page. @returns what went wrong, or null */
async function approveOnPage(page: string, channelId: string, isOver: () => boolean): Promise<string | null> {
  const until = performance.now() + cardWithinMs;
  while (performance.now() < until && !isOver()) {
    const state = await fetch(`${page}page/state?as=U0ALICE&in=${channelId}`);
    const ts: unknown = (await state.json()).messages?.[0]?.ts;
    if (typeof ts === 'string') {
      const action = { type: 'click', channelId, ts, actionId: 'approval:default:approve' };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ as: 'U0ALICE', action });
      const { failure, error } = await (await fetch(`${page}page/do`, { method: 'POST', headers, body })).json();
      return failure ?? error ?? null;
    }
    await delay(50);
  }
  return 'no card was posted';
}
