import { isError } from '../errors.js';
import type { Runtime } from '../runtime/runtime.js';
import type { ApprovalEvents, Listening } from './approval-events.js';

export function listening(app: Runtime): Listening {
  const { emitter } = app;
  return {
    on(name, listener) {
      const guard = guarded(app, name, listener);
      emitter.on(name, guard);
      return () => void emitter.off(name, guard);
    },
    once(name, listener) {
      const guard = guarded(app, name, listener);
      emitter.once(name, guard);
      return () => void emitter.off(name, guard);
    },
  };
}

function guarded<Name extends keyof ApprovalEvents>(
  { logger }: Runtime,
  name: Name,
  listener: (event: ApprovalEvents[Name]) => unknown,
): (event: ApprovalEvents[Name]) => void {
  const failed = (error: unknown): void =>
    logger.error('slack-approval: a listener failed', {
      event: name,
      error: isError(error) ? error.message : 'not an Error',
    });
  return (event) => {
    try {
      Promise.resolve(listener(event)).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
