import type { Approvals } from '../api/approvals.js';
import { isError } from '../errors.js';
import type { Runtime } from '../runtime/runtime.js';
import type { ApprovalEvents, ApprovalListener, Listening } from './emitter.js';

type Name = keyof ApprovalEvents;
type Listener = (event: never) => unknown;
type Guard = (event: unknown) => void;

/** Lets listeners come and go. One that throws or rejects is logged, and disturbs neither the others nor the work. */
export function listening(runtime: Runtime, self: () => Approvals): Listening<Approvals> {
  const { emitter } = runtime;
  const { guardOf, listenerOf } = guards(runtime);
  const on = (name: Name, listener: Listener): Approvals => {
    emitter.on(name, guardOf(name, listener));
    return self();
  };
  const off = (name: Name, listener?: Listener): Approvals => {
    emitter.off(name, listener === undefined ? undefined : guardOf(name, listener));
    return self();
  };
  return {
    on,
    addListener: on,
    off,
    removeListener: off,
    once(name, listener) {
      emitter.once(name, guardOf(name, listener));
      return self();
    },
    removeAllListeners(name) {
      emitter.removeAllListeners(name);
      return self();
    },
    // only the methods above add listeners, and these take no other names
    eventNames: () => emitter.eventNames() as Name[],
    listeners<Of extends Name>(name: Of) {
      // guardOf keeps the listener of a name under that name
      return emitter.listeners(name).map(listenerOf) as ApprovalListener<Of>[];
    },
    listenerCount: (name) => emitter.listenerCount(name),
    emit: (name, event) => emitter.emit(name, event),
  };
}

/** One guard for each event and listener, so that whoever gave the listener can take it back. */
function guards(runtime: Runtime) {
  const guardsByName = new Map<Name, WeakMap<Listener, Guard>>();
  const listenersByGuard = new WeakMap<object, Listener>();
  return {
    guardOf(name: Name, listener: Listener): Guard {
      const known = guardsByName.get(name) ?? new WeakMap<Listener, Guard>();
      const guard = known.get(listener) ?? guarded(runtime, name, listener);
      guardsByName.set(name, known.set(listener, guard));
      listenersByGuard.set(guard, listener);
      return guard;
    },
    // every guard was made above
    listenerOf: (guard: object): Listener => listenersByGuard.get(guard) as Listener,
  };
}

function guarded(runtime: Runtime, name: string, listener: Listener): Guard {
  const failed = (error: unknown): void =>
    runtime.logger.error('slack-approval: a listener failed', {
      event: name,
      error: isError(error) ? error.message : 'not an Error',
    });
  return (event) => {
    try {
      // announce gives each name the event that its listeners are typed with
      const answer = listener(event as never);
      Promise.resolve(answer).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
