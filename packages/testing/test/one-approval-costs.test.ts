import { readFileSync } from 'node:fs';
import { type ApproverRule, type UserRule, user, usergroup } from '@k8s-pizza/slack-approval';
import { expect, onTestFinished, test } from 'vitest';
import { costOfSixSteps, costUntilDelivered, polled, report, startWarm } from './cost-of-one-approval.js';
import type { CountingOptions, Counts } from './one-approval.js';

const day = 24 * 3_600_000;

type World = Awaited<ReturnType<typeof startWarm>>;

async function aWarmWorld(options: CountingOptions = {}): Promise<World> {
  const world = await startWarm(options);
  onTestFinished(world.close);
  return world;
}

async function asked(world: World, requester: string | UserRule = 'alertmanager'): Promise<[id: string, Counts]> {
  const id = await world.ask(requester);
  return [id, await world.counts()];
}

async function decided(world: World): Promise<Counts> {
  expect(await world.click('approve')).toBe(200);
  return await world.counts();
}

async function reported(world: World, id: string): Promise<Counts[]> {
  const counts: Counts[] = [];
  for await (const _ of report(world, id, 60_000)) counts.push(await world.counts());
  return counts;
}

function sum(...all: readonly Counts[]): Counts {
  const total: Record<string, number> = {};
  for (const [name, count] of all.flatMap(Object.entries<number>)) total[name] = (total[name] ?? 0) + count;
  return total;
}

const ownColumns = ['get', 'put', 'claimDue', 'webhook'];

function tableRow(what: string, counts: Counts): string {
  const [get, put, claimDue, webhook] = ownColumns.map((name) => counts[name] ?? 0);
  const slack = Object.entries(counts)
    .filter(([name]) => !ownColumns.includes(name) && name !== 'list')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => `${count} \`${name}\``);
  return `| ${what} | ${get} | ${put} | ${claimDue} | ${slack.join(', ') || 'none'} | ${webhook} |`;
}

const guide = readFileSync(new URL('../../../docs/guides/scaling.md', import.meta.url), 'utf8');
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

test('one approval, from asked to erased, costs what the guide says', async () => {
  const world = await aWarmWorld();
  const [id, ask] = await asked(world);
  const click = await decided(world);
  const reports = await reported(world, id);
  await polled(world, 91 * day);
  const erased = await world.counts();
  await polled(world, 1_000);
  const idle = await world.counts();

  const plain = sum(ask, click, erased);
  const withReports = sum(plain, ...reports);
  for (const row of [
    tableRow('asked, and its card posted', ask),
    tableRow('approved by a click, delivered, the card updated', click),
    tableRow('a reported step, a minute after the one before', reports[0] ?? {}),
    tableRow('90 days later, by a poll: the texts are erased', erased),
    tableRow('**one approval, without steps**', plain),
    tableRow('**one approval, with six reports**', withReports),
    tableRow('a poll that finds nothing, for one kind', idle),
  ]) {
    expect(guide).toContain(row);
  }
  expect(guide).toContain(
    `${perMinute(plain)} approvals a minute without steps, and ${perMinute(withReports)} with six`,
  );
  // as the README of the Azure Tables store has it: a new row is one transaction, a later put a read and a transaction
  const { get = 0, put = 0 } = plain;
  expect(guide).toContain(`${get + 1 + (put - 1) * 2} requests for one approval without steps`);
});

/** How many approvals `chat.update` leaves room for: 50 a minute in a workspace. */
function perMinute({ 'chat.update': updates = Number.NaN }: Counts): number {
  return Math.floor(50 / updates);
}

test('one approval, from asked to delivered, costs what the README says', async () => {
  const { counts } = await costUntilDelivered(['C0PIZZA']);

  const calls = ['chat.postMessage', 'chat.update'].map((name) => `${counts[name]} \`${name}\``);
  expect(readme).toContain(
    `| ${counts['get']} \`get\` and ${counts['put']} \`put\` of the store, ${calls.join(', ')} |`,
  );
});

test.each([
  ['one channel', ['C0PIZZA'], { get: 1, put: 5, posts: 1, kilobytes: 26 }],
  ['three channels', ['C0PIZZA', 'C0OPS', 'C0DEPLOYS'], { get: 3, put: 7, posts: 3, kilobytes: 37 }],
])('one approval in %s, asked to delivered, reads and writes no more than this', async (_what, channels, most) => {
  const { counts, writtenBytes } = await costUntilDelivered(channels);

  expect(counts).toEqual({
    get: expect.toSatisfy((count: number) => count <= most.get),
    put: expect.toSatisfy((count: number) => count <= most.put),
    'chat.postMessage': most.posts,
    'chat.update': most.posts,
    webhook: 1,
  });
  expect(writtenBytes).toBeLessThanOrEqual(most.kilobytes * 1_024);
});

test('twelve reports, six seconds apart, in a process that polls cost one write and one update each', async () => {
  const { counts, writtenBytes, filledClaims } = await costOfSixSteps();
  const { get = 0, put = 0, 'chat.update': updates = 0 } = counts;

  expect({ get, put, updates, filledClaims }).toEqual({ get: 13, put: 18, updates: 13, filledClaims: 0 });
  expect(writtenBytes).toBeLessThanOrEqual(150 * 1_024);
});

test.each<[what: string, live: () => Promise<Counts>]>([
  ["approved by a member of a user group that isn't cached yet", () => decidedBy([usergroup('S0ONCALL')])],
  ['approved, and the person who asked is told', () => decidedBy([user('U0ALICE')], user('U0BOB'))],
  ['expired, by a poll', expired],
  ['a click on Reject opens the form', () => clicked('reject', 'U0ALICE')],
  ['a click by a person who may not vote', () => clicked('approve', 'U0BOB')],
])('%s: that costs what the guide says', async (what, live) => {
  expect(guide).toContain(tableRow(what, await live()));
});

async function decidedBy(approvers: ApproverRule[], requester?: UserRule): Promise<Counts> {
  const world = await aWarmWorld({ approvers });
  await asked(world, requester);
  return await decided(world);
}

async function expired(): Promise<Counts> {
  const world = await aWarmWorld();
  await asked(world);
  await polled(world, 31 * 60_000);
  return await world.counts();
}

async function clicked(verb: 'approve' | 'reject', userId: string): Promise<Counts> {
  const world = await aWarmWorld();
  await asked(world);
  await world.click(verb, userId);
  return await world.counts();
}
