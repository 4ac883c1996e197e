/** A fresh process that answers different clicks, and reports what each of them took from its bytes to its answer, in µs. */
import { memoryStore } from '@k8s-pizza/slack-approval';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { appOn, approvalsOn } from './pending.js';

export interface FirstClicks {
  readonly clicks: readonly Given[];
  /** Whether this process also delivers each decision and updates its card, before the next click. */
  readonly hasWork: boolean;
}

interface Given {
  readonly row: Row;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function answerAll({ clicks, hasWork }: FirstClicks): Promise<readonly number[]> {
  const store = memoryStore();
  for (const { row } of clicks) await store.put(row, 0);
  const approvals = hasWork ? appOn(store).approvals : approvalsOn(store);
  const bodies = clicks.map(({ body }) => Buffer.from(body));
  const times: number[] = [];
  for (const [index, { headers }] of clicks.entries()) {
    const raw = { method: 'POST', header: (name: string) => headers[name], body: bodies[index] ?? Buffer.alloc(0) };
    const startedAt = performance.now();
    const { status } = await approvals.handleRaw(raw, hasWork ? {} : { waitUntil: null });
    times.push((performance.now() - startedAt) * 1_000);
    await approvals.flush();
    if (status !== 200) throw new Error(`A click was answered ${status}.`);
  }
  for (const { row } of clicks)
    if ((await store.get(row.id))?.status !== 'approved') throw new Error('A click decided nothing.');
  return times;
}

process.once('message', async (given: FirstClicks) => process.send?.(await answerAll(given)));
