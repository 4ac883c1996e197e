import type { Instrument, Observe } from '../ports/instrument.js';
import type { Log } from '../ports/log.js';
import type { Added, runObserved } from './run-observed.js';

/** The instruments of one process. */
export interface Instruments {
  /** @returns a function that removes the instrument */
  readonly add: (instrument: Instrument) => () => void;
  readonly observe: Observe;
}

/** @param load - loads what calls instruments: a process without them, as most that answer clicks are, does without */
export function createInstruments(log: Log, load: () => Promise<typeof runObserved>): Instruments {
  const all = new Set<Added>();
  return {
    add(instrument) {
      const added = { instrument };
      all.add(added);
      return () => all.delete(added);
    },
    observe: (operation, run) =>
      all.size === 0
        ? run()
        : // without that file nothing is observed, but everything is done
          load().then((runWithin) => runWithin(all, operation, run, log), run),
  };
}
