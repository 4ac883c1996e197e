// The program that asks by the thousand, answers clicks and posts cards, as one process of a storm.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { serveApprovals } from 'test-processes/app/serve-approvals';
import { obeyOrders, report } from 'test-processes/obey-orders';
import { type Click, signedClick } from 'test-processes/slack/signed-click';
import { createStormApp, type StormApp, voters } from './app.js';
import { type ClickProbe, startClickProbe } from './click-probe.js';
import { type Asked, type Decided, type Orders, type Settings, slackApp } from './settings.js';

const clickedCount = 50;
const megabyte = 1024 * 1024;

const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
let peakHeap = 0;
setInterval(() => {
  peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
}, 250).unref();
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

type CardToClick = Pick<Click, 'asked' | 'channelId' | 'ts'>;

let clockOffsetMs = 0;
let begun: (StormApp & { readonly settings: Settings }) | null = null;
let clicks: ClickProbe | null = null;
const app = () => {
  if (begun === null) throw new Error('this process was not told to begin');
  return begun;
};

/** Asks as many questions at the same time as a server has requests. */
async function askMany({ count, atOnce, channelId, prefix }: Orders['ask_many']['value']) {
  const ids: string[] = [];
  let failedCount = 0;
  let next = 0;
  const ask = async (order: string): Promise<string> => {
    try {
      const { approval } = await app().storm.ask({ order }, { requester: 'alertmanager', channel: channelId });
      return approval.id;
    } catch (error) {
      // several processes at once may keep a file busy for longer than the store waits
      if (!isSlackApprovalError(error)) throw error;
      failedCount += 1;
      return await ask(order);
    }
  };
  const asker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) ids[index] = await ask(`${prefix}${index}`);
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  return { ids, failedCount };
}

/** Questions whose cards stand in channels that nothing else is posted to. */
async function askForClicks(prefix: string): Promise<readonly CardToClick[]> {
  const { approvals, clicked } = app();
  const channelIds = Array.from({ length: clickedCount }, (_, index) => `C0${prefix}X${index}`);
  const asked: Asked[] = [];
  for (const channel of channelIds)
    asked.push((await clicked.ask({ order: channel }, { requester: 'people', channel })).approval);
  await approvals.flush();
  const cards: CardToClick[] = [];
  for (const one of asked) {
    const [copy] = (await approvals.get(one.id))?.copies ?? [];
    if (typeof copy?.ts !== 'string') throw new Error('a card that is to be clicked was not posted');
    cards.push({ asked: one, channelId: copy.channelId, ts: copy.ts });
  }
  return cards;
}

async function clickEvery({ ms, prefix }: Orders['click_every']['value']): Promise<void> {
  const cards = await askForClicks(prefix);
  const { approvals, settings } = app();
  const replyUrl = new URL('/reply', settings.apiUrl).href;
  let count = 0;
  clicks = startClickProbe(ms, () => {
    const card = cards[count % clickedCount];
    const by = voters[Math.floor(count / clickedCount)];
    if (card === undefined || by === undefined) return null;
    count += 1;
    const { headers, body } = signedClick({
      app: slackApp,
      ...card,
      by,
      button: 'approve',
      replyUrl,
      nowMs: Date.now(),
    });
    const request = { method: 'POST', header: (name: string) => headers[name], body: Buffer.from(body) };
    return approvals.handleRaw(request).then(({ status }) => status === 200);
  });
}

await obeyOrders<Orders>({
  async begin(settings) {
    clockOffsetMs = settings.clockOffsetMs;
    const made = await createStormApp(settings, () => Date.now() + clockOffsetMs);
    begun = { ...made, settings };
    for (const outcome of ['approved', 'rejected', 'expired', 'withdrawn'] as const)
      made.approvals.on(outcome, ({ approval }) => report<Decided>({ approvalId: approval.id, outcome }));
    made.approvals.start();
    return { url: await serveApprovals(made.approvals) };
  },
  async ask({ key, channelId }) {
    const { approval } = await app().storm.ask({ order: key }, { key, requester: 'alertmanager', channel: channelId });
    return { id: approval.id, digest: approval.digest };
  },
  async ask_many(wanted) {
    const startedAt = performance.now();
    const answer = await askMany(wanted);
    return { ...answer, tookMs: performance.now() - startedAt };
  },
  async click_every(wanted) {
    await clickEvery(wanted);
    return null;
  },
  async withdraw(id) {
    const answer = await app().approvals.withdraw(id, { by: 'alertmanager', reason: 'The alert has resolved.' });
    return 'status' in answer && answer.status === 'withdrawn';
  },
  measured() {
    const seen = {
      heldMs: loop.max / 1e6,
      ...(clicks?.take() ?? { clickMs: [], refusedClickCount: 0 }),
      ...app().takeCallCounts(),
      peakHeapMb: peakHeap / megabyte,
    };
    loop.reset();
    peakHeap = 0;
    return seen;
  },
  heap() {
    collectGarbage();
    const { heapUsed } = process.memoryUsage();
    // the library does not ask for collections
    loop.reset();
    return heapUsed / megabyte;
  },
  set_clock_offset(ms) {
    clockOffsetMs = ms;
    return null;
  },
  async stop() {
    await app().approvals.stop();
    return null;
  },
  process_due: () => app().approvals.processDue(),
});
