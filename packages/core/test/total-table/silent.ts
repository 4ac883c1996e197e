import { type Action, answering } from './actions.js';
import { allStates, type State } from './states.js';
import type { PlacedCell } from './table.js';

/** Where an action stores nothing and shows nothing new, and why that is right. */
interface Silence {
  readonly states: readonly State[];
  readonly actions: readonly Action[];
  /** What stands in the cell. */
  readonly says: string;
}

/** Even a tick is answered there. */
const toldOfBox: readonly State[] = ['other_namespace', 'foreign'];

const silences: readonly Silence[] = [
  // Slack sent the click twice or late: the card, the receipt or the details show what came of the newest one
  { states: ['repeated'], actions: [...answering, 'take_back_vote'], says: 'shown already' },
  // this app has no token for that installation, so it cannot draw a home there
  { states: ['foreign'], actions: ['app_home_opened'], says: 'not its home' },
  // Slack keeps the tick, and sends it with the button
  { states: allStates.filter((state) => !toldOfBox.includes(state)), actions: ['select'], says: 'ticked' },
];

export function silenceOf({ state, action }: Pick<PlacedCell, 'state' | 'action'>): Silence | undefined {
  return silences.find((one) => one.states.includes(state) && one.actions.includes(action));
}
