import type { Approval, Copy, DecidedApproval, UncheckedVote, Vote } from '../domain/model/approval.js';
import { addAmender, type Requester } from '../domain/model/person.js';
import { placeOf } from '../domain/model/place.js';
import type { HistoryEntry } from './history.js';

/** A record of schema version 1. Its approval lacks fields that version 2 added. */
export interface FirstRecord {
  readonly approval: FirstApproval;
  readonly history: readonly HistoryEntry[];
}

type Added = 'amenders' | 'healedChannels' | 'votes' | 'work';
type FirstApproval = (Omit<Approval, Added | 'delivery'> & Pick<DecidedApproval, 'delivery'>) & {
  readonly amendedBy: Requester | null;
  readonly votes: readonly Omit<Vote, 'choice' | 'stage'>[];
  readonly work: Omit<Approval['work'], 'copies' | 'unchecked'> & {
    readonly copies: readonly Omit<Copy, 'place' | 'problem' | 'size' | 'mentioned'>[];
    readonly unchecked: readonly Omit<UncheckedVote, 'choice' | 'stage'>[];
  };
};

const neither = { choice: null, stage: null } as const;

/** Returns the approval in the form of schema version 2. Policy and history stay unchanged, because digests and hashes cover them. */
export function upcast(record: FirstRecord): Approval {
  const { amendedBy, ...kept } = record.approval;
  const { work } = kept;
  const channels = askedChannels(record.history);
  return {
    ...kept,
    ...(kept.delivery === undefined ? {} : { delivery: { ...kept.delivery, resultRef: null } }),
    amenders: amendersOf(record.history, amendedBy),
    healedChannels: [],
    votes: kept.votes.map((vote) => ({ ...vote, ...neither })),
    work: {
      ...work,
      copies: work.copies.map((copy) => withPlace(copy, channels)),
      unchecked: work.unchecked.map((vote) => ({ ...vote, ...neither })),
    },
    // as: every member of the union gained the same fields
  } as unknown as Approval;
}

/** Version 1 stored only the last amender; the history names all of them. */
function amendersOf(history: readonly HistoryEntry[], last: Requester | null): readonly Requester[] {
  const amendments = history.flatMap(({ event }) => (event['type'] === 'amended' ? [event['by']] : []));
  // as: version 1 wrote a name or a person there
  const all = (amendments as readonly Requester[]).reduce(addAmender, [] as readonly Requester[]);
  return last === null ? all : addAmender(all, last);
}

/** The channels that were asked for, in the order of the first copies. */
function askedChannels(history: readonly HistoryEntry[]): readonly string[] {
  const channels: unknown = history[0]?.event['channels'];
  return Array.isArray(channels) ? [...new Set(channels.filter((channel) => typeof channel === 'string'))] : [];
}

/** Adds the place of a copy. For a post to a person Slack returned another channel, so the person is read from the history. */
function withPlace(copy: FirstApproval['work']['copies'][number], channels: readonly string[]): Copy {
  const asked = copy.channelId.startsWith('D') ? channels[copy.copyId - 1] : undefined;
  return { ...copy, place: placeOf(asked ?? copy.channelId), problem: null, size: 'whole', mentioned: false };
}
