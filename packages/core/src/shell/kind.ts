import type { Requester } from '../domain/person.js';
import type { UserRule } from '../domain/policy.js';
import type { Refusal } from '../domain/refusal.js';
import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import { nothingFound } from './cast-vote.js';
import type { Preview } from './preview.js';
import type { KindDefinition, Shell } from './shell.js';
import type { ApprovalView } from './to-approval.js';

/** A kind of approvals, as `define` returns it. */
export interface Kind<Input, Output> {
  /**
   * Asks people. Under a key there is one open occasion: asking again finds it (`created: false`), and `changed` says that its payload is another.
   * The card is posted by this process after it returns; a process that ends at once awaits `approvals.settled()` first.
   *
   * @throws {SlackApprovalError} invalid_payload, payload_not_json, payload_too_large, content_too_large — what was asked cannot be shown and kept
   * @throws {SlackApprovalError} invalid_requester — no requester, or a plain name that looks like a Slack user id
   */
  ask(
    payload: Input,
    options: {
      readonly key?: string;
      readonly requester: string | UserRule;
      readonly channel?: string;
      /** Lines that merely explain, in place of those that `card` returns; see `replaceContext`. */
      readonly context?: readonly string[];
    },
  ): Promise<{ readonly approval: ApprovalView<Output>; readonly created: boolean; readonly changed?: boolean }>;
  /** Replaces the payload of a pending approval. Votes become void and their people are told; expiry and reminders keep their instants. */
  amend(
    target: { readonly id: string } | { readonly key: string },
    payload: Input,
    options: { readonly by: string | UserRule },
  ): Promise<ApprovalView<Output> | Refusal>;
  /**
   * Replaces the lines that merely explain (`context`) on a pending card: counts that move, who else is affected. They are shown, and are no part of
   * the digest: votes stand, and nobody is told.
   *
   * @throws {SlackApprovalError} content_too_large, invalid_options — the card would exceed 8 KB; a line is not text
   */
  replaceContext(
    target: { readonly id: string } | { readonly key: string },
    lines: readonly string[],
  ): Promise<ApprovalView<Output> | Refusal>;
  /** Withdraws what is pending under the key, and frees the key in every case. */
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<ApprovalView<Output> | Refusal>;
  /** Frees a key: the next `ask` under it asks anew. */
  release(key: string): Promise<void>;
  /** What asking this would show, and to whom, without asking. */
  preview(payload: Input): Promise<Preview>;
  /**
   * Waits for the decision by reading the store, up to `timeoutMs` of real time.
   *
   * @returns null where none fell by then
   * @throws {SlackApprovalError} invalid_argument — `timeoutMs` is no number
   */
  decided(id: string, options: { readonly timeoutMs: number }): Promise<Decision<Output> | null>;
}

export function createKind<Input, Output>(shell: Shell, definition: KindDefinition): Kind<Input, Output> {
  const read = async (payload: Input): Promise<unknown> =>
    (await import('./payload.js')).readPayload(definition.schema, payload);
  const requesterOf = async (given: string | UserRule): Promise<Requester> =>
    (await import('./requester.js')).readRequester(given);
  return {
    async ask(payload, { key, requester, channel, context }) {
      const question = {
        payload: await read(payload),
        key: readKey(key),
        requester: await requesterOf(requester),
        channel: channel ?? null,
        context: context ?? null,
      };
      const { ask } = await import('./ask.js');
      const { loaded, created, changed } = await ask(shell, definition, question);
      const { toApproval } = await import('./to-approval.js');
      return { approval: typed<Output>(toApproval(loaded.record)), created, ...(created ? {} : { changed }) };
    },
    async amend(target, payload, { by }) {
      const id = 'id' in target ? target.id : await idOfKey(shell, definition, target.key);
      const requester = await requesterOf(by);
      const output = await read(payload);
      const { amend } = await import('./amend.js');
      return id === null ? nothingFound : answered<Output>(await amend(shell, definition, id, output, requester));
    },
    async replaceContext(target, lines) {
      const id = 'id' in target ? target.id : await idOfKey(shell, definition, target.key);
      const { replaceContext } = await import('./replace-context.js');
      return id === null ? nothingFound : answered<Output>(await replaceContext(shell, definition, id, lines));
    },
    async withdraw({ key }, { by, reason }) {
      const requester = await requesterOf(by);
      const id = await idOfKey(shell, definition, key);
      const { withdraw } = await import('./program-commands.js');
      return id === null ? nothingFound : answered<Output>(await withdraw(shell, id, requester, reason, true));
    },
    async release(key) {
      const id = await idOfKey(shell, definition, key);
      const { releaseKey } = await import('./program-commands.js');
      if (id !== null) await releaseKey(shell, id);
    },
    async preview(payload) {
      const { preview } = await import('./preview.js');
      return preview(shell, definition, await read(payload));
    },
    async decided(id, { timeoutMs }) {
      const { decided } = await import('./decided-wait.js');
      // its payload is what this kind's schema returned
      return (await decided(shell, definition.name, id, timeoutMs)) as Decision<Output> | null;
    },
  };
}

function typed<Output>(view: ApprovalView<unknown>): ApprovalView<Output> {
  // the payload in the record is what this kind's schema returned
  return view as ApprovalView<Output>;
}

function answered<Output>(answer: ApprovalView<unknown> | Refusal): ApprovalView<Output> | Refusal {
  return 'code' in answer ? answer : typed<Output>(answer);
}

async function idOfKey(shell: Shell, { name }: KindDefinition, key: string): Promise<string | null> {
  const { loadNewest } = await import('./keys.js');
  return (await loadNewest(shell, name, key))?.record.approval.id ?? null;
}

const mostKeyLength = 2_000;

function readKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (typeof key !== 'string' || key === '' || key.length > mostKeyLength)
    throw new SlackApprovalError('invalid_argument', `A key has 1 to ${mostKeyLength} characters.`);
  return key;
}
