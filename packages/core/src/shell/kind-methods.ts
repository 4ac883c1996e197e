import type { Refusal } from '../domain/refusal.js';
import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import { amend } from './amend.js';
import { ask } from './ask.js';
import { nothingFound } from './cast-vote.js';
import { decided } from './decided-wait.js';
import { loadNewest } from './keys.js';
import type { Kind } from './kind.js';
import { readPayload } from './payload.js';
import { preview } from './preview.js';
import { releaseKey, withdraw } from './program-commands.js';
import { replaceContext } from './replace-context.js';
import { readRequester } from './requester.js';
import type { KindDefinition, Shell } from './shell.js';
import { type ApprovalView, toApproval } from './to-approval.js';

/** What a kind's methods do. */
export function kindMethods<Input, Output>(shell: Shell, definition: KindDefinition): Kind<Input, Output> {
  const idOf = async (target: { readonly id: string } | { readonly key: string }): Promise<string | null> =>
    'id' in target ? target.id : await idOfKey(shell, definition, target.key);
  return {
    async ask(payload, { key, requester, channel, context }) {
      const { loaded, created, changed } = await ask(shell, definition, {
        payload: await readPayload(definition.schema, payload),
        key: readKey(key),
        requester: readRequester(requester),
        channel: channel ?? null,
        context: context ?? null,
      });
      return { approval: typed<Output>(toApproval(loaded.record)), created, ...(created ? {} : { changed }) };
    },
    async amend(target, payload, { by }) {
      const id = await idOf(target);
      const requester = readRequester(by);
      const output = await readPayload(definition.schema, payload);
      return id === null ? nothingFound : answered<Output>(await amend(shell, definition, id, output, requester));
    },
    async replaceContext(target, lines) {
      const id = await idOf(target);
      return id === null ? nothingFound : answered<Output>(await replaceContext(shell, definition, id, lines));
    },
    async withdraw({ key }, { by, reason }) {
      const requester = readRequester(by);
      const id = await idOfKey(shell, definition, key);
      return id === null ? nothingFound : answered<Output>(await withdraw(shell, id, requester, reason, true));
    },
    async release(key) {
      const id = await idOfKey(shell, definition, key);
      if (id !== null) await releaseKey(shell, id);
    },
    preview: async (payload) => preview(shell, definition, await readPayload(definition.schema, payload)),
    async decided(id, { timeoutMs }) {
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
  return (await loadNewest(shell, name, key))?.record.approval.id ?? null;
}

const mostKeyLength = 2_000;

function readKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (typeof key !== 'string' || key === '' || key.length > mostKeyLength)
    throw new SlackApprovalError('invalid_argument', `A key has 1 to ${mostKeyLength} characters.`);
  return key;
}
