import { expect, test } from 'vitest';
import { createWorld } from '../world/world.js';

test.each(['flush', 'stop'] as const)('%s waits for work that the host does after a response', async (method) => {
  const { approvals } = await createWorld();
  let finish: () => void = () => undefined;
  const done: string[] = [];
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  }).then(() => done.push('work'));

  approvals.handleRaw.track?.(work);
  const waiting = approvals[method]().then(() => done.push(method));
  await new Promise(setImmediate);
  finish();
  await waiting;

  expect(done).toEqual(['work', method]);
});
