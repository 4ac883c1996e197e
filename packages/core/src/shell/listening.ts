import type { Approvals } from './approvals.js';
import type { Shell } from './shell.js';

type Listener = (event: never) => unknown;

/** Lets listeners come and go. One that throws or rejects is logged, and disturbs neither the others nor the work. */
export function listening(shell: Shell, self: () => Approvals): Pick<Approvals, 'on' | 'off' | 'once'> {
  const guards = new WeakMap<Listener, (event: unknown) => void>();
  const guarded = (name: string, listener: Listener): ((event: unknown) => void) => {
    const guard = guards.get(listener) ?? guardOf(shell, name, listener);
    guards.set(listener, guard);
    return guard;
  };
  return {
    on(name, listener) {
      shell.emitter.on(name, guarded(name, listener));
      return self();
    },
    off(name, listener) {
      shell.emitter.off(name, guarded(name, listener));
      return self();
    },
    once(name, listener) {
      shell.emitter.once(name, guarded(name, listener));
      return self();
    },
  };
}

function guardOf(shell: Shell, name: string, listener: Listener): (event: unknown) => void {
  const failed = (error: unknown): void =>
    shell.logger.error('slack-approval: a listener failed', {
      event: name,
      error: error instanceof Error ? error.message : 'not an Error',
    });
  return (event) => {
    try {
      // announce gives each name the event that its listeners are typed with
      const answer = listener(event as never);
      if (answer instanceof Promise) answer.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
