import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import { contractTests } from './contract/contract-tests.js';
import { runAndClose } from './contract/run-and-close.js';
import type { TestRunner } from './contract/test-runner.js';
import { sourceChecks } from './source-contract/checks.js';
import type { StartSource } from './source-contract/source-under-test.js';
import { createAskingWorld } from './source-contract/world.js';

/** What the contract needs of a source: a name, and a way to run programs. */
export interface SourceContractOptions {
  /** Names the suite, e.g. `http, with a token`. */
  readonly name: string;
  /** Starts the source, which then runs programs that ask. */
  readonly start: StartSource;
  /**
   * The `describe` and `test` of your test runner, e.g. of `node:test`, or the globals of Jest.
   *
   * @default those of the vitest that runs the file
   */
  readonly runner?: TestRunner;
}

/** A test starts processes at most; only one that hangs takes longer, also on a busy machine. */
const testWithinMs = 60_000;

const knownOptions = {
  name: true,
  start: true,
  runner: { describe: true, test: true } satisfies KnownKeys<TestRunner>,
} satisfies KnownKeys<SourceContractOptions>;

/**
 * Registers a suite that checks a source: whatever lets programs ask.
 *
 * A person answers in a simulated Slack, and programs are killed and run again. The suite checks what ran, and what they were told.
 * Call it once per source at the top of a test file.
 *
 * @throws {SlackApprovalError} invalid_argument — no runner, a runner that lacks a function, or an unknown option
 */
export function sourceContract(options: SourceContractOptions): void {
  refuseUnknownKeys('sourceContract', options, knownOptions, 'invalid_argument');
  const { name, start, runner } = options;
  const { describe, test } = contractTests('sourceContract', name, runner);
  describe(name, () => {
    for (const { title, run } of sourceChecks)
      test(
        title,
        () => runAndClose(async (closeAfter) => run(await createAskingWorld(start, closeAfter)), testWithinMs),
        testWithinMs,
      );
  });
}
