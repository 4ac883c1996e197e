import { adapterContract, sourceContract, storeContract } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';

const unused = async (): Promise<never> => {
  throw new Error('nothing is opened');
};
const contracts: readonly (readonly [name: string, register: (runner?: object) => void, minTests: number])[] = [
  [
    'storeContract',
    (runner) => storeContract({ name: 'a', create: unused, reopen: { skip: 'x' }, readRow: unused, ...runner }),
    40,
  ],
  ['adapterContract', (runner) => adapterContract({ name: 'a', start: unused, ...runner }), 40],
  ['sourceContract', (runner) => sourceContract({ name: 'a', start: unused, ...runner }), 7],
];

describe.each(contracts)('%s', (name, register, minTests) => {
  test.each([
    ['describe', { test }],
    ['test', { describe }],
    ['test.skip', { describe, test: () => undefined }],
  ])('names %s where the runner lacks it', (missing, runner) => {
    const message = expect.stringContaining(`The runner of ${name} must have the function ${missing}:`);

    expect(() => register({ runner })).toThrow(expect.objectContaining({ code: 'invalid_argument', message }));
  });

  test('gives a runner its name, its tests with a timeout, and a body that takes no callback', () => {
    const names: string[] = [];
    const tests: unknown[][] = [];
    const describeOne = (given: string, body: () => void) => {
      names.push(given);
      body();
    };
    const testOne = Object.assign((...given: unknown[]) => void tests.push(given), { skip: () => undefined });

    register({ runner: { describe: describeOne, test: testOne } });

    expect(names[0]).toBe('a');
    expect(tests.length).toBeGreaterThan(minTests);
    for (const [title, body, timeoutMs] of tests) {
      expect([typeof title, timeoutMs]).toEqual(['string', expect.any(Number)]);
      // a parameter would be a callback to Jest and Mocha, and to node:test a context
      expect(body).toHaveLength(0);
    }
  });
});
