import type { Approval } from '@k8s-pizza/slack-approval';
import type { Log, Waits } from '@k8s-pizza/slack-approval/host';
import { type Answer, isUnderWay, toAnswer } from './answer.js';
import { keyPrefix } from './approval-key.js';
import type { Requester } from './ask.js';
import type { AskedApprovals } from './asked-kind.js';

/** What the calls of one client are answered with. */
export interface Session {
  readonly approvals: AskedApprovals;
  readonly requester: Requester;
  readonly waits: Waits;
  readonly waitMs: number;
  readonly log: Log;
}

/** Reads an approval of this client. @returns null if the id is unknown, or of another requester */
export async function ownApproval({ approvals, requester }: Session, id: string): Promise<Approval<unknown> | null> {
  const approval = await approvals.get(id);
  const { requester: name } = requester;
  return approval?.requester === name && approval.key?.startsWith(keyPrefix(name)) ? approval : null;
}

/** Waits for people, and for what carries out their decision, up to the time limit. The question stays open if the client gives up. */
export async function waitForAnswer(session: Session, id: string, signal: AbortSignal): Promise<Answer | null> {
  const read = () => ownApproval(session, id);
  const isOver = (found: Approval<unknown> | null) => found === null || !isUnderWay(found);
  const waited = await session.waits(read, isOver, { waitMs: session.waitMs, signal });
  const found = waited === 'too_many' ? await read() : waited;
  if (found === null) return null;
  // Slack need not be asked for a link that nobody reads
  const needsLink = found.status === 'pending' && !signal.aborted;
  return toAnswer(found, needsLink ? await session.approvals.permalink(id) : null);
}
