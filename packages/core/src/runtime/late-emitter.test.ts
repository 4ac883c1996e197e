import { expect, test } from 'vitest';
import { createLateEmitter } from './late-emitter.js';
import { loadEmitter } from './load-emitter.js';

/** An emitter whose work and failures are seen. */
function createLate(load = loadEmitter) {
  const failures: unknown[] = [];
  const work: Promise<unknown>[] = [];
  const heard: unknown[] = [];
  let loads = 0;
  const emitter = createLateEmitter({
    load: async () => {
      loads += 1;
      return await load();
    },
    onFailure: (error) => void failures.push(error),
    track: (promise) => work.push(promise),
  });
  return { emitter, heard, failures, loads: () => loads, settled: async () => await Promise.all(work) };
}

test('without a listener, nothing is loaded', async () => {
  const { emitter, loads } = createLate();

  emitter.emit('asked', 1);

  expect([emitter.isHeard(), loads()]).toEqual([false, 0]);
});

test('a listener hears what happens before the emitter is loaded, in order', async () => {
  const { emitter, heard, loads, settled } = createLate();
  emitter.listen('on', 'asked', (event) => heard.push(event));
  emitter.emit('asked', 1);
  emitter.emit('asked', 2);
  await settled();
  emitter.emit('asked', 3);

  expect([emitter.isHeard(), heard, loads()]).toEqual([true, [1, 2, 3], 1]);
});

test('a listener that is removed before the emitter is loaded hears what happened until then', async () => {
  const { emitter, heard, settled } = createLate();
  const remove = emitter.listen('on', 'asked', (event) => heard.push(event));
  emitter.emit('asked', 1);
  remove();
  emitter.emit('asked', 2);
  await settled();

  expect([emitter.isHeard(), heard]).toEqual([false, [1]]);
});

test('a listener for one event hears one', async () => {
  const { emitter, heard, settled } = createLate();
  emitter.listen('once', 'asked', (event) => heard.push(event));
  emitter.emit('asked', 1);
  emitter.emit('asked', 2);
  await settled();

  expect(heard).toEqual([1]);
});

test('a load that fails is reported, loses what happened until then, and is tried again by the next event', async () => {
  let isDown = true;
  const { emitter, heard, failures, settled } = createLate(async () => {
    if (isDown) throw new Error('the file is gone');
    return await loadEmitter();
  });
  emitter.listen('on', 'asked', (event) => heard.push(event));
  emitter.emit('asked', 1);
  await settled();
  isDown = false;
  emitter.emit('asked', 2);
  await settled();

  expect([failures, heard]).toEqual([[new Error('the file is gone')], [2]]);
});
