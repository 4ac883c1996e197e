import type { Fleet } from './fleet.js';
import type { Asked } from './settings.js';
import type { SlackStandIn } from './slack-stand-in.js';

/** What programs and people were told: it is written down as they are. */
export interface Said {
  /** The questions whose asking was acknowledged, by their keys. */
  readonly asked: Map<string, Asked>;
  /** Keys that were acknowledged with two ids. */
  readonly askedTwice: string[];
  /** The questions of which a click or a withdrawal was acknowledged. */
  readonly acknowledged: Set<string>;
  refusedClickCount: number;
}

export function nothingSaid(): Said {
  return { asked: new Map(), askedTwice: [], acknowledged: new Set(), refusedClickCount: 0 };
}

/** Where programs and people are, and until when. */
export interface Surroundings {
  readonly isOver: () => boolean;
  readonly fleet: Fleet;
  readonly slack: SlackStandIn;
  readonly channelIds: readonly string[];
  readonly random: () => number;
}
