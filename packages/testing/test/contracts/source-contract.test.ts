import { sourceContract } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { runAndClose } from '../../src/contract/run-and-close.js';
import { sourceChecks } from '../../src/source-contract/checks.js';
import { createAskingWorld } from '../../src/source-contract/world.js';
import { good, type Manners, startWith } from './plain-source.js';

sourceContract({ name: 'a source in this process', start: startWith(good) });

const faults: readonly (readonly [fault: string, change: Partial<Manners>, caughtBy: RegExp])[] = [
  ['does not wait', { waits: false, isYes: () => true }, /^nothing runs before/],
  ['never does the work', { isYes: () => false }, /^nothing runs before/],
  ['leaves out of the card what it is about', { card: () => ({ title: 'Deploy?', fields: {} }) }, /^the card shows/],
  ['asks anew each time', { key: (key, run) => `${key}-${run}` }, /^asked twice at once/],
  ['asks anew after it was killed', { key: (key, run) => `${key}-${run}` }, /^killed while it waits/],
  ['works for a no as for a yes', { isYes: () => true }, /^a rejection's reason/],
  ['keeps the reason to itself', { tell: ({ status }) => status }, /^a rejection's reason/],
  [
    'takes only a yes that comes while it looks',
    { isYes: ({ status }, before) => status === 'approved' && before === 'pending' },
    /^a yes while it was killed/,
  ],
  ['takes the old yes for a new argument', { takesChanged: true }, /that comes later/],
  ['takes a yes to another argument that waits', { takesChanged: true }, /^nor for another/],
];

describe('a source with a fault is caught when it', () => {
  const withinMs = 1_000;

  test.each(faults)('%s', async (_fault, change, caughtBy) => {
    const checks = sourceChecks.filter(({ title }) => caughtBy.test(title));
    const start = startWith({ ...good, ...change });
    const runs = checks.map(({ run }) =>
      runAndClose(async (closeAfter) => run(await createAskingWorld(start, closeAfter, withinMs)), 10 * withinMs),
    );

    expect(await Promise.allSettled(runs)).toMatchObject([{ status: 'rejected' }]);
  });
});
