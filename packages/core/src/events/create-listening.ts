import type { Runtime } from '../runtime/runtime.js';
import type { ApprovalEvents, Listening } from './approval-events.js';

/** Creates `on` and `once` on top of the app's emitter. */
export function createListening(app: Runtime): Listening {
  const { emitter } = app;
  return {
    on: (name, listener) => emitter.listen('on', name, catchErrors(app, name, listener)),
    once: (name, listener) => emitter.listen('once', name, catchErrors(app, name, listener)),
  };
}

function catchErrors<Name extends keyof ApprovalEvents>(
  { log }: Runtime,
  name: Name,
  listener: (event: ApprovalEvents[Name]) => unknown,
): (event: ApprovalEvents[Name]) => void {
  const logFailure = (error: unknown): void =>
    log.error('listener_failed', 'a listener of this app failed', { event: name, error });
  return (event) => {
    try {
      Promise.resolve(listener(event)).catch(logFailure);
    } catch (error) {
      logFailure(error);
    }
  };
}
