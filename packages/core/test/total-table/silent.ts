import { type Action, answering } from './actions.js';
import type { State } from './states.js';
import type { PlacedCell } from './table.js';

/** Where an action stores nothing and shows nothing new, and why that is right. */
interface Silence {
  readonly state: State;
  readonly actions: readonly Action[];
  /** What stands in the cell. */
  readonly says: string;
}

const silences: readonly Silence[] = [
  // Slack sent the click twice or late: the card, the receipt or the details show what came of the newest one
  { state: 'repeated', actions: [...answering, 'take_back_vote'], says: 'shown already' },
  // this app has no token for that installation, so it cannot draw a home there
  { state: 'foreign', actions: ['app_home_opened'], says: 'not its home' },
];

export function silenceOf({ state, action }: Pick<PlacedCell, 'state' | 'action'>): Silence | undefined {
  return silences.find((one) => one.state === state && one.actions.includes(action));
}
