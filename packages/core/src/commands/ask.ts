import { decide } from '../domain/decide/decide.js';
import { isKeyHeld } from '../domain/decide/decide-withdraw.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import { limits } from '../domain/model/limits.js';
import type { Requester } from '../domain/model/person.js';
import type { Policy } from '../domain/model/policy.js';
import { accept, type Decided } from '../domain/model/refusal.js';
import { whyOnlyAskers } from '../domain/policy/askers.js';
import { SlackApprovalError } from '../errors.js';
import { channelIdWanted, isChannelId } from '../options/channel-id.js';
import { reserveSeconds, waitingBefore } from '../pace/reserve-seconds.js';
import { knownInstallation } from '../people/known-installation.js';
import { canonicalJson } from '../record/canonical-json.js';
import { keyedId, randomId } from '../record/ids.js';
import type { Loaded } from '../record/loaded.js';
import { partValue } from '../record/parts.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { turnsOf } from '../runtime/turns.js';
import { commit, commitNew } from '../storage/commit.js';
import { type Newest, newestOfKey } from '../storage/newest-of-key.js';
import { decideNew } from './decide-new.js';

export interface Question {
  readonly payload: unknown;
  readonly key: string | null;
  readonly requester: Requester;
  readonly channel: string | null;
  /** In place of the lines that the kind's `card` returns. */
  readonly context: readonly string[] | null;
}

export interface Asked {
  readonly loaded: Loaded;
  readonly created: boolean;
  /** The key is held by an approval with another payload; nothing was done about that. */
  readonly changed: boolean;
  /** How many posts come before its first card, or how many seconds it waits, whichever is more. */
  readonly waitingBefore: number;
}

const maxTries = 5;

/** Asks once: under a held key it finds the approval that is there. */
export async function ask(app: Runtime, kind: KindDefinition, question: Question): Promise<Asked> {
  // many that are asked at once leave room for clicks
  await turnsOf(app).next();
  if (question.key === null) return askedNow(app, await create(app, kind, question, randomId(), 0));
  for (let tries = 0; tries < maxTries; tries += 1) {
    const newest = await newestOfKey(app, kind.name, question.key);
    const held = await heldApproval(app, newest);
    if (held !== null) return { ...withWaiting(app, held), created: false, changed: isChanged(held, question.payload) };
    const number = newest.number + 1;
    const created = await create(app, kind, question, keyedId(app.namespace, kind.name, question.key, number), number);
    if (created !== null) return askedNow(app, created);
  }
  throw new SlackApprovalError('store_conflict', 'This key is being asked for by many at once; try again.');
}

function withWaiting(app: Runtime, loaded: Loaded): Pick<Asked, 'loaded' | 'waitingBefore'> {
  return { loaded, waitingBefore: waitingBefore(app, loaded.record.approval) };
}

function askedNow(app: Runtime, loaded: Loaded | null): Asked {
  if (loaded === null)
    throw new SlackApprovalError('store_conflict', 'A fresh random id was taken already; ask again.');
  return { ...withWaiting(app, loaded), created: true, changed: false };
}

function isChanged({ record }: Loaded, payload: unknown): boolean {
  return canonicalJson(partValue(record.parts, record.approval.revision.payloadRef)) !== canonicalJson(payload);
}

/** The key's approval while it holds the key. One whose time is over is brought up to date first. */
async function heldApproval(app: Runtime, { found }: Newest): Promise<Loaded | null> {
  if (found.type === 'missing') return null;
  if (found.type !== 'loaded')
    throw new SlackApprovalError(
      found.type === 'newer' ? 'record_newer' : 'record_corrupt',
      'The approval that holds this key cannot be read by this release.',
    );
  const committed = await commit(app, found.record.approval.id, {
    decide: ({ record }, now) => bringUpToDate(record.approval, now),
  });
  if (committed.type !== 'done') return null;
  return isKeyHeld(committed.loaded.record.approval, app.clock()) ? committed.loaded : null;
}

/** The cause that a card waits for may be mended by now, so asking again tries the card. */
function bringUpToDate(approval: Approval, now: number): Decided {
  const { events } = decide({ type: 'tick', now }, approval);
  const woken = decide({ type: 'wake_card', now, channelId: null, waitedMs: 0 }, evolveOn(approval, events));
  return accept([...events, ...woken.events]);
}

/** @returns null where another process created this id first */
async function create(
  app: Runtime,
  kind: KindDefinition,
  question: Question,
  id: string,
  keyNumber: number,
): Promise<Loaded | null> {
  checkAskers(kind.policy, [question.requester]);
  const { key, requester, payload, context } = question;
  const channels = channelsFor(kind, question);
  const installation = app.slack === null ? null : knownInstallation(app.slack);
  const seconds = reserveSeconds(app, id);
  const { postsAt } = seconds;
  const draft = { id, key, keyNumber, requester, payload, context, channels, installation, postsAt };
  try {
    return await commitNew(app, id, (now) => decideNew(app, kind, draft, now));
  } catch (error) {
    seconds.giveBack();
    throw error;
  }
}

/** @throws {SlackApprovalError} unsatisfiable_policy — only those who ask or change it could decide it */
export function checkAskers(policy: Policy, askers: readonly Requester[]): void {
  const why = whyOnlyAskers(policy, askers);
  if (why === null) return;
  throw new SlackApprovalError(
    'unsatisfiable_policy',
    `Nobody could decide this: ${why}. Name other approvers, or set allowSelfApproval.`,
  );
}

/** A question that is shown nowhere would wait for nobody; one that is left out of some channels would be missed there. */
function channelsFor(kind: KindDefinition, { channel, payload }: Question): readonly string[] {
  const channels = channel === null ? kind.channelsOf(payload) : [channel];
  const isShown = channels.length > 0 && channels.every((one) => typeof one === 'string' && one.trim() !== '');
  if (!isShown || channels.length > limits.copies)
    throw new SlackApprovalError(
      'invalid_argument',
      `channel must give 1 to ${limits.copies} channel ids for this payload of the kind "${kind.name}".`,
    );
  if (channels.every(isChannelId)) return channels;
  const what = channel === null ? `Each channel for this payload of the kind "${kind.name}"` : 'ask({ channel })';
  throw new SlackApprovalError('invalid_argument', `${what} ${channelIdWanted}.`);
}
