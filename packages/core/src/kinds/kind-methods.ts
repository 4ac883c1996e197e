import { amend } from '../commands/amend.js';
import { ask, type Question } from '../commands/ask.js';
import { readOnBehalfOf, readRequester } from '../commands/read-requester.js';
import { replaceContext } from '../commands/replace-context.js';
import { runAsked } from '../commands/run-asked.js';
import { type CommandResult, refusalResult } from '../commands/run-command.js';
import { waitForDecision } from '../commands/wait-for-decision.js';
import { readWithdrawer, releaseKey, withdraw } from '../commands/withdraw.js';
import { isKeyHeld } from '../domain/decide/decide-withdraw.js';
import { notFound } from '../domain/model/refusal.js';
import { readDuration } from '../options/duration.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Decision } from '../ports/decision-sink.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { asOf } from '../storage/as-of.js';
import { loadNewest } from '../storage/newest-of-key.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';
import type { AskOptions, Kind, Target } from './kind.js';
import { withNamedFaults } from './policy-for.js';
import { preview } from './preview.js';
import { readAsked } from './read-asked.js';
import { readKey } from './read-key.js';

type KindMethods<Input, Output> = Omit<Kind<Input, Output>, 'schema'>;

/** Creates the methods of a kind. */
export function kindMethods<Input, Output>(app: Runtime, definition: KindDefinition): KindMethods<Input, Output> {
  const kind = withNamedFaults(definition);
  return { ...askingMethods(app, kind), ...changingMethods(app, kind) };
}

type Asking = 'ask' | 'run' | 'preview' | 'waitForDecision';

function askingMethods<Input, Output>(app: Runtime, definition: KindDefinition): Pick<Kind<Input, Output>, Asking> {
  const { name } = definition;
  return {
    async ask(payload, options) {
      refuseUnknownKeys('ask', options, knownAskOptions, 'invalid_argument');
      const key = options.key === undefined ? null : readKey(options.key);
      const { loaded, ...asked } = await ask(app, definition, {
        ...(await questionOf(definition, payload, options)),
        key,
      });
      return { ...asked, approval: toTyped<Output>(toApproval(loaded.record)) };
    },
    async run(payload, options) {
      refuseUnknownKeys('run', options, { ...knownAskOptions, signal: true }, 'invalid_argument');
      const key = readKey(options.key);
      const question = { ...(await questionOf(definition, payload, options)), key };
      return await runAsked(app, definition, question, options.signal);
    },
    preview: async (payload) => preview(app, definition, await readAsked(definition, payload)),
    async waitForDecision(id, options) {
      refuseUnknownKeys('waitForDecision', options, { timeout: true, signal: true }, 'invalid_argument');
      const patience = { timeoutMs: readDuration('timeout', options.timeout), signal: options.signal };
      // this kind's schema returned its payload
      return (await waitForDecision(app, name, id, patience)) as Decision<Output> | null;
    },
  };
}

const knownAskOptions = {
  key: true,
  requester: true,
  onBehalfOf: true,
  channel: true,
  context: true,
} satisfies KnownKeys<AskOptions>;

async function questionOf(kind: KindDefinition, given: unknown, options: AskOptions): Promise<Omit<Question, 'key'>> {
  const { requester, onBehalfOf, channel = null, context = null } = options;
  return {
    ...(await readAsked(kind, given)),
    requester: readRequester(requester),
    ...readOnBehalfOf(onBehalfOf),
    channel,
    context,
  };
}

function changingMethods<Input, Output>(
  app: Runtime,
  definition: KindDefinition,
): Omit<KindMethods<Input, Output>, Asking> {
  const { name } = definition;
  return {
    async amend(target, payload, options) {
      refuseUnknownKeys('amend', options, { by: true }, 'invalid_argument');
      const id = await idOf(app, name, 'amend', target);
      const requester = readRequester(options.by);
      const asked = await readAsked(definition, payload);
      return toTypedResult<Output>(
        id === null
          ? refusalResult(app, notFound, null)
          : await amend(app, definition, id, { ...asked, by: requester }),
      );
    },
    async replaceContext(target, lines) {
      const id = await idOf(app, name, 'replaceContext', target);
      return toTypedResult<Output>(
        id === null ? refusalResult(app, notFound, null) : await replaceContext(app, definition, id, lines),
      );
    },
    async withdraw(target, options) {
      if (!('key' in target))
        refuseUnknownKeys<{ readonly key: string }>(
          'The target of withdraw',
          target,
          { key: true },
          'invalid_argument',
        );
      const requester = readWithdrawer(options);
      const id = await idOfKey(app, name, target.key);
      return toTypedResult<Output>(
        id === null
          ? refusalResult(app, notFound, null)
          : await withdraw(app, id, { by: requester, reason: options.reason, releaseKey: true }),
      );
    },
    async releaseKey(key) {
      const id = await idOfKey(app, name, key);
      if (id !== null) await releaseKey(app, id);
    },
    async find(key) {
      const newest = await loadNewest(app, name, key);
      if (newest === null) return null;
      const now = app.clock();
      const record = asOf(newest.record, now);
      return isKeyHeld(record.approval, now) ? toTyped<Output>(toApproval(record)) : null;
    },
  };
}

function toTyped<Output>(view: ApprovalView<unknown>): ApprovalView<Output> {
  // this kind's schema returned the payload in the record
  return view as ApprovalView<Output>;
}

function toTypedResult<Output>(result: CommandResult<unknown>): CommandResult<Output> {
  // as above
  return result as CommandResult<Output>;
}

async function idOf(app: Runtime, kind: string, what: string, target: Target): Promise<string | null> {
  if ('id' in target) return target.id;
  // callers may pass a whole approval, so other keys beside `id` are fine
  if (!('key' in target))
    refuseUnknownKeys<Record<'id' | 'key', string>>(
      `The target of ${what}`,
      target,
      { id: true, key: true },
      'invalid_argument',
    );
  return await idOfKey(app, kind, target.key);
}

async function idOfKey(app: Runtime, kind: string, key: string): Promise<string | null> {
  return (await loadNewest(app, kind, key))?.record.approval.id ?? null;
}
