/** The thread of a message that is already there. */
export interface ThreadPlace {
  readonly type: 'thread';
  readonly channelId: string;
  /** The `ts` of the message that the thread belongs to. */
  readonly ts: string;
}

/** Where a copy of the card belongs: a channel's id, a person (`user(…)`) or a `thread(…)`. */
export type Place = string | { readonly type: 'user'; readonly id: string } | ThreadPlace;

/**
 * A list of places, as policies, commands and the history hold it.
 *
 * A history without threads reads as in the first releases: `channels` alone.
 */
export type PlaceList = {
  /** The id to post to for each place: a channel's, or a person's for a direct message. */
  readonly channels: readonly string[];
  /** The places themselves. Absent: none of them is a thread. */
  readonly places?: readonly Place[];
};

/**
 * The thread of a message, as a place for a card.
 *
 * If Slack refuses the thread, the card is posted in its channel.
 *
 * @param ts - the `ts` of the message, such as `1503435956.000247`
 */
export function thread(channelId: string, ts: string): Place {
  return { type: 'thread', channelId, ts };
}

/** Turns an id into a place. A user id is the direct message to that person. */
export function placeOf(channelId: string): Place {
  return /^[UW]/.test(channelId) ? { type: 'user', id: channelId } : channelId;
}

/** The id to post to. For a post to a person, Slack returns the id of the direct message channel. */
export function channelOf(place: Place): string {
  if (typeof place === 'string') return place;
  return place.type === 'user' ? place.id : place.channelId;
}

/** The message to whose thread the place belongs; null: it is no thread. */
export function threadOf(place: Place): string | null {
  return typeof place !== 'string' && place.type === 'thread' ? place.ts : null;
}

/** Two threads of one channel are different places, and so are a thread and its channel. */
export function isSamePlace(one: Place, other: Place): boolean {
  return channelOf(one) === channelOf(other) && threadOf(one) === threadOf(other);
}

/** The places of a list, people as `user(…)`. */
export function placesIn({ channels, places = channels }: PlaceList): readonly Place[] {
  return places.map((place) => (typeof place === 'string' ? placeOf(place) : place));
}

export function toPlaceList(places: readonly Place[]): PlaceList {
  const channels = places.map(channelOf);
  return places.some((place) => threadOf(place) !== null) ? { channels, places } : { channels };
}
