// A click's way through the library in one process, warm, and what the 100th different click of a process takes.
// Run: npm run bench -- hot-path
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { alwaysPending } from '../measure/always-pending.js';
import { answerByHand } from '../measure/by-hand.js';
import type { FirstClicks } from '../measure/first-clicks-child.js';
import { approvalClick, approvalsOn, nowMs, type Pending, pendingApprovals } from '../measure/pending.js';
import { sideBySide } from '../measure/side-by-side.js';
import { type SignedClick, secret, signedClick } from '../measure/signed-click.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { summarise } from '../report/statistics.js';

const section = 'What a click costs';
const processCount = 15;
const clickCount = 110;

async function warm(pending: Pending): Promise<void> {
  const foreign = signedClick({ actionId: 'other:feature', value: pending.value, nowMs });
  const vote = approvalClick(pending, nowMs);
  const approvals = approvalsOn(await alwaysPending(pending));
  const ours = async ({ headers, body }: SignedClick) => {
    const raw = { method: 'POST', header: (name: string) => headers[name], body };
    const answer = await approvals.handleRaw(raw, { waitUntil: null });
    if (answer.status !== 200) throw new Error(`The click was answered ${answer.status}.`);
    return answer.status;
  };
  const [, unclaimed, decided] = await sideBySide(
    [
      { name: 'by hand', run: async () => answerByHand(foreign.body, (name) => foreign.headers[name], secret, nowMs) },
      { name: 'another click', run: () => ours(foreign) },
      { name: 'a vote', run: () => ours(vote) },
    ],
    // the first thousands of votes cost three times as much: until then V8 compiles
    { warmUpRuns: 10_000 },
  );
  const note = `CPU time of one process, against verify, decode, parse and route by hand, ${foreign.body.length} bytes.`;
  if (unclaimed === undefined || decided === undefined) throw new Error('Nothing was measured.');
  report({
    section,
    what: 'a click verified, parsed and routed, in process, against by hand',
    figures: [ratioFigure(unclaimed.ratio, { atMost: 1.1 }), { value: unclaimed.microseconds.median, unit: 'µs' }],
    note,
  });
  report({
    section,
    what: 'a vote decided and put in memory, warm, against by hand',
    figures: [ratioFigure(decided.ratio, { atMost: 3.6 }), { value: decided.microseconds.median, unit: 'µs' }],
    note,
  });
}

/** What each of the first clicks took, in µs, in a new process. */
async function firstClicks(pending: readonly Pending[], hasWork: boolean): Promise<readonly number[]> {
  const child = fork(fileURLToPath(new URL('../measure/first-clicks-child.ts', import.meta.url)));
  const clicks = pending.map((one) => {
    const { headers, body } = approvalClick(one, nowMs);
    return { row: one.row, headers, body: body.toString() };
  });
  child.send({ clicks, hasWork } satisfies FirstClicks);
  const [times] = await once(child, 'message');
  await once(child, 'exit');
  return times;
}

async function hundredth(pending: readonly Pending[]): Promise<void> {
  const [answers, answersWithWork]: [number[], number[]] = [[], []];
  for (let count = 0; count < processCount; count += 1) {
    for (const [taken, hasWork] of [
      [answers, false],
      [answersWithWork, true],
    ] as const) {
      const times = await firstClicks(pending, hasWork);
      // one click alone is at the mercy of the garbage collector
      taken.push(summarise(times.slice(95, 105)).median);
    }
  }
  const note = `Time from bytes to answer, the middle one of clicks 96 to 105, in ${processCount} processes one after the other.`;
  const what = 'a vote, the 100th different click of a process';
  const { median, spread } = summarise(answers);
  report({ section, what, figures: [{ value: median, spread, unit: 'µs', budget: { atMost: 275 } }], note });
  const withWork = summarise(answersWithWork);
  report({
    section,
    what: `${what} that also delivers and updates the card`,
    figures: [{ value: withWork.median, spread: withWork.spread, unit: 'µs' }],
    note,
  });
}

const pending = await pendingApprovals(clickCount);
const [first] = pending;
if (first === undefined) throw new Error('Nothing was asked.');
await warm(first);
await hundredth(pending);
