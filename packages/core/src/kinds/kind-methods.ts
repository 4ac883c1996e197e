import { amend } from '../commands/amend.js';
import { ask } from '../commands/ask.js';
import { decided } from '../commands/decided-wait.js';
import { readPayload } from '../commands/payload.js';
import { readWithdrawer, releaseKey, withdraw } from '../commands/program-commands.js';
import { replaceContext } from '../commands/replace-context.js';
import { readRequester } from '../commands/requester.js';
import { limits } from '../domain/model/limits.js';
import type { Refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { loadNewest } from '../storage/keys.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';
import { nothingFound } from '../votes/cast-vote.js';
import type { Kind } from './kind.js';
import { preview } from './preview.js';

type Keyed = { readonly key: string };
type Target = { readonly id: string } | Keyed;

/** What a kind's methods do. */
export function kindMethods<Input, Output>(runtime: Runtime, definition: KindDefinition): Kind<Input, Output> {
  const idOf = async (what: string, target: Target): Promise<string | null> => {
    if ('id' in target) return target.id;
    // an approval may be given as it is: its other members are no mistake
    if (!('key' in target))
      refuseUnknownKeys<Record<'id' | 'key', string>>(
        `The target of ${what}`,
        target,
        { id: true, key: true },
        'invalid_argument',
      );
    return await idOfKey(runtime, definition, target.key);
  };
  return {
    async ask(payload, options) {
      refuseUnknownKeys(
        'ask',
        options,
        { key: true, requester: true, channel: true, context: true },
        'invalid_argument',
      );
      const { key, requester, channel, context } = options;
      const { loaded, created, changed, waitingBefore } = await ask(runtime, definition, {
        payload: await readPayload(definition.schema, payload),
        key: readKey(key),
        requester: readRequester(requester),
        channel: channel ?? null,
        context: context ?? null,
      });
      const approval = typed<Output>(toApproval(loaded.record));
      return { approval, created, waitingBefore, ...(created ? {} : { changed }) };
    },
    async amend(target, payload, options) {
      refuseUnknownKeys('amend', options, { by: true }, 'invalid_argument');
      const id = await idOf('amend', target);
      const requester = readRequester(options.by);
      const output = await readPayload(definition.schema, payload);
      return id === null ? nothingFound : answered<Output>(await amend(runtime, definition, id, output, requester));
    },
    async replaceContext(target, lines) {
      const id = await idOf('replaceContext', target);
      return id === null ? nothingFound : answered<Output>(await replaceContext(runtime, definition, id, lines));
    },
    async withdraw(target, options) {
      if (!('key' in target))
        refuseUnknownKeys<Keyed>('The target of withdraw', target, { key: true }, 'invalid_argument');
      const requester = readWithdrawer(options);
      const id = await idOfKey(runtime, definition, target.key);
      return id === null
        ? nothingFound
        : answered<Output>(await withdraw(runtime, id, requester, options.reason, true));
    },
    async release(key) {
      const id = await idOfKey(runtime, definition, key);
      if (id !== null) await releaseKey(runtime, id);
    },
    preview: async (payload) => preview(runtime, definition, await readPayload(definition.schema, payload)),
    async decided(id, options) {
      refuseUnknownKeys('decided', options, { timeoutMs: true }, 'invalid_argument');
      // its payload is what this kind's schema returned
      return (await decided(runtime, definition.name, id, options.timeoutMs)) as Decision<Output> | null;
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

async function idOfKey(runtime: Runtime, { name }: KindDefinition, key: string): Promise<string | null> {
  return (await loadNewest(runtime, name, key))?.record.approval.id ?? null;
}

function readKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (typeof key !== 'string' || key === '' || key.length > limits.keyLength)
    throw new SlackApprovalError('invalid_argument', `A key has 1 to ${limits.keyLength} characters.`);
  return key;
}
