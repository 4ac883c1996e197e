import { loadOnce } from '../options/load-once.js';
import type { Instrument, Observe } from '../ports/instrument.js';
import type { Log } from '../ports/log.js';
import type { Added } from './run-observed.js';

/** The instruments of one process. */
export interface Instruments {
  /** @returns a function that removes the instrument */
  readonly add: (instrument: Instrument) => () => void;
  readonly observe: Observe;
}

/** A process without instruments, as most that answer clicks are, does without. */
const loadObserved = loadOnce(() => import('./run-observed.js'));

export function createInstruments(log: Log): Instruments {
  const all = new Set<Added>();
  return {
    add(instrument) {
      const added = { instrument, hasFailed: false };
      all.add(added);
      return () => void all.delete(added);
    },
    observe: (operation, run) =>
      all.size === 0
        ? run()
        : // without that file nothing is observed, but everything is done
          loadObserved().then(({ runObserved }) => runObserved([...all], operation, run, log), run),
  };
}
