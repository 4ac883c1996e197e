import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { runAndClose } from '../contract/run-and-close.js';
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

/** A check takes seconds; only one that hangs takes longer, also on a busy machine. */
export const checkWithinMs = 60_000;

/** Runs one check against the host, and closes whatever it opened, also if the check fails or hangs. */
export function runCheck(
  check: Check,
  start: StartHost,
  { verifiesItself = false }: { readonly verifiesItself?: boolean } = {},
): Promise<void> {
  return runAndClose(async (closeAfter) => {
    const approvals: World['approvals'] = async (store = storeOfThisProcess()) => {
      const slack = await startAgreeableSlack();
      closeAfter(slack.close);
      const { apiUrl } = slack;
      const access = { token: 'xoxb-contract', signingSecret, apiUrl, ...installation };
      const made = createApprovals({ store, slack: access, logger: quiet });
      closeAfter(made.stop);
      return made;
    };
    const serve: World['serve'] = async (made) => {
      const host = await start(made, { signingSecret });
      closeAfter(() => host.close());
      return hostAt(host.url);
    };
    await check.run({ verifiesItself, approvals, serve });
  }, checkWithinMs);
}
