import { expect } from 'vitest';
import type { World } from './world.js';

const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';

/** An instrument sees how the store, Slack and the delivery answered, and the delivery carries the trace it belongs to. */
export async function observed(world: World): Promise<void> {
  const seen = new Set<string>();
  const stop = world.approvals.instrument(async (operation, run) => {
    if (operation.type === 'delivery') operation.headers['traceparent'] = traceparent;
    const running = run();
    const what = operation.type === 'delivery' ? operation.kind : operation.method;
    seen.add(`${operation.type} ${what}: ${await running}`);
  });
  const approval = await world.ask();
  await world.approve(approval);
  await world.catchUp();
  stop();
  const seenWhileObserved = [...seen];
  await world.record(approval.id);

  expect(seenWhileObserved).toEqual(
    expect.arrayContaining(['store put: ok', 'store get: ok', 'slack post: ok', 'slack update: ok']),
  );
  expect(seenWhileObserved).toContain('delivery pizza-order: delivered');
  expect([...seen]).toEqual(seenWhileObserved);
  const sent = world.receiver.attempts(approval.id).map((attempt) => attempt.traceparent);
  expect(sent).toEqual([traceparent]);
}
