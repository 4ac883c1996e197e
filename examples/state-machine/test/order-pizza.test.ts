import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../../docs/guides/state-machine.md');

test('one approval in an array of events, from ask to delivered, prints what the guide shows', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  onTestFinished(() => log.mockRestore());

  await import('../src/order-pizza.js');

  const lines = log.mock.calls.map((parts) => parts.join(' '));
  expect(lines).toEqual([
    'pending; owes post; due 2026-01-01T10:00:00.000Z',
    'pending; owes nothing; due 2026-01-01T11:00:00.000Z',
    'refused: not_an_approver',
    'approved; owes sync, deliver; due 2026-01-01T10:00:01.000Z',
    'approved; owes nothing; due 2026-01-01T10:00:37.000Z',
    'approved; owes sync; due 2026-01-01T10:00:36.000Z',
    'approved; owes nothing; due 2026-04-01T10:00:37.000Z',
  ]);
  expect(guide).toContain(['```text', ...lines, '```'].join('\n'));
});

test('the guide shows the very code that is tested here', () => {
  expect(guide).toContain(read('../src/order-pizza.ts'));
});
