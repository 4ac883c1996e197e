import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import type { Kind } from './kind.js';

/** What its methods do is loaded when the first is called: a process that answers clicks only defines its kinds. */
export function createKind<Input, Output>(runtime: Runtime, definition: KindDefinition): Kind<Input, Output> {
  let loading: Promise<Kind<Input, Output>> | null = null;
  const methods = (): Promise<Kind<Input, Output>> => {
    loading ??= import('./kind-methods.js').then(({ kindMethods }) => kindMethods<Input, Output>(runtime, definition));
    return loading;
  };
  return {
    ask: async (payload, options) => await (await methods()).ask(payload, options),
    amend: async (target, payload, options) => await (await methods()).amend(target, payload, options),
    replaceContext: async (target, lines) => await (await methods()).replaceContext(target, lines),
    withdraw: async (target, options) => await (await methods()).withdraw(target, options),
    release: async (key) => await (await methods()).release(key),
    preview: async (payload) => await (await methods()).preview(payload),
    decided: async (id, options) => await (await methods()).decided(id, options),
  };
}
