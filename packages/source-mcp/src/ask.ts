import { type Approval, type Asked, SlackApprovalError, type UserRule } from '@k8s-pizza/slack-approval';
import { contentKey, givenKey, maxKeyLength } from './approval-key.js';
import type { AskedKind } from './asked-kind.js';

/** What a client asks. */
export interface Asking {
  readonly kind: AskedKind;
  readonly payload: unknown;
  /** null: the client gave none. */
  readonly key: string | null;
}

/** For whom it asks. */
export interface Requester {
  readonly requester: string;
  readonly onBehalfOf?: UserRule;
}

/**
 * Asks, or finds what was asked.
 *
 * Under a key, it is the approval of that key, also a decided one. Without a key, the same question finds the approval that is still
 * pending: a call that was cut off can be made again, and an answer never counts twice.
 *
 * @throws {SlackApprovalError} key_changed — the key holds another question, or one for another person
 * @throws {SlackApprovalError} invalid_argument — the key is no text of 1 to 1,000 characters
 * @throws {SlackApprovalError} as `ask` of a kind
 */
export async function ask(asking: Asking, requester: Requester): Promise<Approval<unknown>> {
  return asking.key === null ? await askByContent(asking, requester) : await askByKey(asking.key, asking, requester);
}

async function askByKey(key: string, asking: Asking, requester: Requester): Promise<Approval<unknown>> {
  if (key === '' || key.length > maxKeyLength)
    throw new SlackApprovalError('invalid_argument', `The key must be a text of 1 to ${maxKeyLength} characters.`);
  const { approval, changed } = await askUnder(givenKey(requester.requester, key), asking, requester);
  // an approval for one person is no approval for another
  if (changed || (approval.onBehalfOf?.userId ?? null) !== personOf(requester))
    throw new SlackApprovalError(
      'key_changed',
      'The key holds another question, and its answer does not count for this one: ask under another key.',
    );
  return approval;
}

async function askByContent(asking: Asking, requester: Requester): Promise<Approval<unknown>> {
  const first = contentKey(requester.requester, personOf(requester), asking.payload);
  for (let key = first; ; ) {
    const { approval } = await askUnder(key, asking, requester);
    if (approval.status === 'pending') return approval;
    // another call that asks this at the same time comes to the same key
    key = `${first}:${approval.id}`;
  }
}

async function askUnder(key: string, { kind, payload }: Asking, requester: Requester): Promise<Asked<unknown>> {
  // as: the kind's schema checks it
  return await kind.ask(payload as never, { key, ...requester });
}

function personOf({ onBehalfOf }: Requester): string | null {
  return onBehalfOf?.id ?? null;
}
