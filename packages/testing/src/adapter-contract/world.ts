import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type * as Vitest from 'vitest';
import { startAgreeableSlack } from './agreeable-slack.js';
import type { Check, World } from './check.js';
import { hostAt } from './host-under-test.js';
import { installation, signingSecret } from './slack-requests.js';

/** Starts the real host in front of the approvals, on a free port of loopback. */
export type StartHost = (
  approvals: Approvals,
  /** For a host that verifies requests itself. */
  secrets: { readonly signingSecret: string },
) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;

/** A memory store that no adapter refuses: the host and the checks share one process, so nothing is lost. */
function storeOfThisProcess(): ApprovalStore {
  const { get, put, claimDue, list, close } = memoryStore();
  return { get, put, claimDue, list, close };
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Runs one check against the host, and closes whatever it opened. */
export async function runCheck(
  check: Check,
  start: StartHost,
  expect: typeof Vitest.expect,
  verifiesItself = false,
): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  const world: World = {
    expect,
    verifiesItself,
    approvals: async (store = storeOfThisProcess()) => {
      const slack = await startAgreeableSlack();
      const { apiUrl } = slack;
      const access = { token: 'xoxb-contract', signingSecret, apiUrl, ...installation };
      const approvals = createApprovals({ store, slack: access, logger: quiet });
      closers.unshift(async () => {
        await approvals.stop();
        await slack.close();
      });
      return approvals;
    },
    serve: async (approvals) => {
      const host = await start(approvals, { signingSecret });
      closers.unshift(host.close);
      return hostAt(host.url);
    },
  };
  try {
    await check.run(world);
  } finally {
    for (const close of closers) await close();
  }
}
