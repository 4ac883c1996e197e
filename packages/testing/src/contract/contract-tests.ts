import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { runnerTimeoutMs } from './run-and-close.js';
import { runningVitest } from './running-vitest.js';
import type { TestRunner } from './test-runner.js';

/** Registers the tests of one contract. */
export interface ContractTests {
  describe(name: string, body: () => void): void;
  /** The body ends within `withinMs`, and then closes what it opened. */
  test(title: string, body: () => Promise<void>, withinMs: number): void;
  /** Prints the reason, since most runners don't show skipped tests. */
  skip(title: string, reason: string): void;
}

/**
 * Registers with the runner that the caller gives, or with the running vitest.
 *
 * @throws {SlackApprovalError} invalid_argument — there is neither, or a function of the runner is missing
 */
export function contractTests(caller: string, name: string, runner: TestRunner | undefined): ContractTests {
  const { describe, test, skip } = runner === undefined ? vitestRegistrar(caller) : registrarOf(caller, runner);
  return {
    describe,
    test,
    skip(title, reason) {
      process.stdout.write(`skipped: ${name}, ${title}: ${reason}\n`);
      skip(title, reason);
    },
  };
}

function registrarOf(caller: string, { describe, test }: TestRunner): ContractTests {
  const leaveOut = test?.skip;
  const missing = Object.entries({ describe, test, 'test.skip': leaveOut }).find(
    ([, one]) => typeof one !== 'function',
  );
  if (missing !== undefined) {
    throw new SlackApprovalError(
      'invalid_argument',
      `The runner of ${caller} must have the function ${missing[0]}: pass { describe, test } of your test runner, e.g. of node:test.`,
    );
  }
  return {
    describe: (name, body) => void describe(name, body),
    test: (title, body, withinMs) => void test(title, body, runnerTimeoutMs(withinMs)),
    skip: (title, reason) => void leaveOut(`${title} (skipped: ${reason})`, async () => undefined),
  };
}

function vitestRegistrar(caller: string): ContractTests {
  const vitest = runningVitest();
  if (vitest === null) {
    throw new SlackApprovalError(
      'invalid_argument',
      `${caller} found no vitest: run this file with vitest, or pass \`runner: { describe, test }\` of your test runner.`,
    );
  }
  const { describe, test, expect } = vitest;
  return {
    describe,
    test: (title, body, withinMs) =>
      test(
        title,
        async () => {
          // a project may require that vitest has counted an assertion
          expect(await body()).toBeUndefined();
        },
        runnerTimeoutMs(withinMs),
      ),
    skip: (title, reason) => test(title, (context) => context.skip(reason)),
  };
}
