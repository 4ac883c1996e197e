import { afterAll, expect, vi } from 'vitest';

const shared = ['fetch', 'Request', 'Response', 'Headers', 'setTimeout', 'setInterval', 'Date', 'performance'] as const;

const before = read();

/** Files that share a process share these. What one file leaves changed fails another, and only where that comes later. */
afterAll(() => {
  vi.unstubAllGlobals();
  const after = read();
  const changed = shared.filter((name) => after.get(name) !== before.get(name));
  expect(
    changed,
    'this file leaves globals changed: restore them, or name it as `changing` in vitest.config.ts',
  ).toEqual([]);
});

function read(): ReadonlyMap<string, unknown> {
  return new Map(shared.map((name) => [name, globalThis[name]]));
}
