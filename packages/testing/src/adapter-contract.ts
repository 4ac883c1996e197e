import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import { answerChecks } from './adapter-contract/answer-checks.js';
import { bodyChecks, endlessBodyCheck } from './adapter-contract/body-checks.js';
import type { Check } from './adapter-contract/check.js';
import { decisionChecks } from './adapter-contract/decision-checks.js';
import { faultChecks } from './adapter-contract/fault-checks.js';
import { signatureChecks } from './adapter-contract/signature-checks.js';
import { unreadChecks } from './adapter-contract/unread-checks.js';
import { checkWithinMs, runCheck, type StartHost } from './adapter-contract/world.js';
import { contractTests } from './contract/contract-tests.js';
import type { TestRunner } from './contract/test-runner.js';

/** What the contract needs of an adapter: a name, and a way to start a real host. */
export interface AdapterContractOptions {
  /** Names the suite, e.g. `express`. */
  readonly name: string;
  /**
   * Starts the real host in front of the approvals. `url` is the one URL that serves everything;
   * `/slack/actions`, `/slack/commands` and `/slack/events` are asked for on the same origin.
   */
  readonly start: StartHost;
  /** Why the host cannot answer before a body has ended; the reason is printed. */
  readonly endlessBody?: { readonly skip: string };
  /**
   * For a host that verifies and parses requests itself and calls `dispatch`, as Bolt does. The checks of raw bytes are then left
   * out, and an error may have any 5xx status. The reason is printed.
   */
  readonly verifiesItself?: { readonly reason: string };
  /**
   * The `describe` and `test` of your test runner, e.g. of `node:test`, or the globals of Jest.
   *
   * @default those of the vitest that runs the file
   */
  readonly runner?: TestRunner;
}

const knownOptions = {
  name: true,
  start: true,
  endlessBody: { skip: true },
  verifiesItself: { reason: true },
  runner: { describe: true, test: true } satisfies KnownKeys<TestRunner>,
} satisfies KnownKeys<AdapterContractOptions>;

/**
 * Registers suites that check a host adapter over real HTTP.
 *
 * They check signatures, bytes, limits, paths, responses and faults. Each test closes its host also when it fails.
 * Call it once per way of mounting the adapter, at the top of a test file.
 *
 * @throws {SlackApprovalError} invalid_argument — no runner, a runner that lacks a function, or an unknown option
 */
export function adapterContract(options: AdapterContractOptions): void {
  refuseUnknownKeys('adapterContract', options, knownOptions, 'invalid_argument');
  const { name, start, endlessBody, verifiesItself, runner } = options;
  const { describe, test, skip } = contractTests('adapterContract', name, runner);
  const run = (check: Check) =>
    test(check.title, () => runCheck(check, start, { verifiesItself: verifiesItself !== undefined }), checkWithinMs);
  const register = (checks: readonly Check[]) => {
    for (const check of checks) if (verifiesItself === undefined || check.needsRawBytes !== true) run(check);
  };
  if (verifiesItself !== undefined)
    process.stdout.write(`${name}: nothing is asked about raw bytes: ${verifiesItself.reason}\n`);

  describe(name, () => {
    describe('clicks', () => register(decisionChecks));
    describe('signatures', () => register(signatureChecks));
    describe('bodies', () => {
      register(bodyChecks);
      const needStream = [endlessBodyCheck, ...unreadChecks];
      if (endlessBody === undefined || verifiesItself !== undefined) register(needStream);
      else for (const { title } of needStream) skip(title, endlessBody.skip);
    });
    describe('answers', () => register(answerChecks));
    describe('faults', () => register(faultChecks));
  });
}
