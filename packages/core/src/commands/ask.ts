import { decide } from '../domain/decide/decide.js';
import { isKeyHeld } from '../domain/decide/decide-withdraw.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import { limits } from '../domain/model/limits.js';
import { type Asking, askersOf } from '../domain/model/person.js';
import { isSamePlace, type Place, toPlaceList } from '../domain/model/place.js';
import type { Policy } from '../domain/model/policy.js';
import { accept, type Decided } from '../domain/model/refusal.js';
import { placesOfStage } from '../domain/model/stage.js';
import { whyOnlyAskers } from '../domain/policy/askers.js';
import { SlackApprovalError } from '../errors.js';
import { channelIdWanted } from '../options/channel-id.js';
import { reserveSeconds, waitingBefore } from '../pace/reserve-seconds.js';
import { knownInstallation } from '../people/known-installation.js';
import { applyChange } from '../record/apply-change.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { keyedId, randomId } from '../record/ids.js';
import type { Loaded } from '../record/loaded.js';
import { partValue } from '../record/parts.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { turnsOf } from '../runtime/turns.js';
import { commit } from '../storage/commit.js';
import { commitNew } from '../storage/commit-new.js';
import { type Newest, newestOfKey } from '../storage/newest-of-key.js';
import { decideNew } from './decide-new.js';
import { arePlaces, readPlaces } from './read-places.js';

/** What to ask, after its arguments were checked. */
export interface Question extends Omit<Asking, 'amenders'> {
  readonly payload: unknown;
  /** The policy of this payload. */
  readonly policy: Policy;
  readonly key: string | null;
  /** Replaces the places of the kind. */
  readonly channel: Place | readonly Place[] | null;
  /** Replaces the explanatory lines that the kind's `card` returns. */
  readonly context: readonly string[] | null;
}

interface AskResult {
  readonly loaded: Loaded;
  /** false: the approval already existed under the key. */
  readonly created: boolean;
  /** true: the existing approval has another payload. It was not changed. */
  readonly changed: boolean;
  /** The number of posts before its first card, or the seconds until its turn, whichever is more. */
  readonly waitingBefore: number;
}

const maxTries = 5;

/** Creates an approval, or finds the one that already holds the key. */
export async function ask(app: Runtime, kind: KindDefinition, question: Question): Promise<AskResult> {
  // let clicks be answered while many approvals are asked at once
  await turnsOf(app).next();
  if (question.key === null) return toCreated(app, await create(app, kind, question, { id: randomId(), keyNumber: 0 }));
  for (let tries = 0; tries < maxTries; tries += 1) {
    const newest = await newestOfKey(app, kind.name, question.key);
    const held = await heldApproval(app, newest);
    if (held !== null) return { ...withWaiting(app, held), created: false, changed: isChanged(held, question.payload) };
    const keyNumber = newest.number + 1;
    const id = keyedId(app.namespace, kind.name, question.key, keyNumber);
    const created = await create(app, kind, question, { id, keyNumber });
    if (created !== null) return toCreated(app, created);
  }
  throw new SlackApprovalError('store_conflict', 'This key is being asked for too often at once; retry.');
}

function withWaiting(app: Runtime, loaded: Loaded): Pick<AskResult, 'loaded' | 'waitingBefore'> {
  return { loaded, waitingBefore: waitingBefore(app, loaded.record.approval) };
}

function toCreated(app: Runtime, loaded: Loaded | null): AskResult {
  if (loaded === null) throw new SlackApprovalError('store_conflict', 'The random id already exists; retry.');
  return { ...withWaiting(app, loaded), created: true, changed: false };
}

function isChanged({ record }: Loaded, payload: unknown): boolean {
  const { edited, revision } = record.approval;
  const asked = edited?.original ?? revision;
  return canonicalJson(partValue(record.parts, asked.payloadRef)) !== canonicalJson(payload);
}

/** Returns the approval that holds the key; null: none does. An expired one is brought up to date first. */
async function heldApproval(app: Runtime, { found }: Newest): Promise<Loaded | null> {
  if (found.type === 'missing') return null;
  if (found.type !== 'loaded')
    throw new SlackApprovalError(
      found.type === 'newer' ? 'record_newer' : 'record_corrupt',
      'This release cannot read the approval that holds this key.',
    );
  const committed = await commit(app, found.record.approval.id, {
    apply: applyChange,
    decide: ({ record }, now) => bringUpToDate(record.approval, now),
  });
  if (committed.type !== 'done') return null;
  return isKeyHeld(committed.loaded.record.approval, app.clock()) ? committed.loaded : null;
}

/** Someone may have fixed what a waiting card waits for, so asking again also retries the card. */
function bringUpToDate(approval: Approval, now: number): Decided {
  const { events } = decide({ type: 'tick', now }, approval);
  const woken = decide({ type: 'wake_card', now, channelId: null, waitedMs: 0 }, evolveOn(approval, events));
  return accept([...events, ...woken.events]);
}

/** @returns null if another process created this id first */
async function create(
  app: Runtime,
  kind: KindDefinition,
  question: Question,
  { id, keyNumber }: { readonly id: string; readonly keyNumber: number },
): Promise<Loaded | null> {
  const { policy } = question;
  checkAskers(policy, { ...question, amenders: [] });
  const { channel: _, ...asked } = question;
  const places = placesFor(kind, question);
  checkStagePlaces(policy, places);
  const installation = app.slack === null ? null : knownInstallation(app.slack);
  const seconds = reserveSeconds(app, id);
  const { postsAt } = seconds;
  const draft = { ...asked, id, keyNumber, ...toPlaceList(places), installation, postsAt };
  try {
    return await commitNew(app, id, (now) => decideNew(app, kind, draft, now));
  } catch (error) {
    seconds.giveBack();
    throw error;
  }
}

/**
 * Checks that enough people can decide who neither asked nor amended, and for whom it was not asked.
 *
 * @throws {SlackApprovalError} unsatisfiable_policy — there are too few
 */
export function checkAskers(policy: Policy, asking: Asking): void {
  const why = whyOnlyAskers(policy, askersOf(asking));
  if (why === null) return;
  throw new SlackApprovalError(
    'unsatisfiable_policy',
    `No one could decide this: ${why}. Name other approvers, or set allowSelfApproval.`,
  );
}

/** The card of each stage has to be posted, however many there are before it. */
export function checkStagePlaces({ stages = [] }: Policy, places: readonly Place[]): void {
  const ofStages = stages.flatMap(placesOfStage);
  const all = [...places, ...ofStages].filter((place, index, every) => isFirst(place, index, every));
  if (ofStages.length > 0 && all.length > limits.copies)
    throw new SlackApprovalError(
      'invalid_argument',
      `The question and its stages must name at most ${limits.copies} places together, got ${all.length}.`,
    );
}

function isFirst(place: Place, index: number, every: readonly Place[]): boolean {
  return every.findIndex((one) => isSamePlace(one, place)) === index;
}

/** Every place has to be valid: an approval without a card could not be decided, and no place may be skipped. */
function placesFor(kind: KindDefinition, { channel, payload }: Question): readonly Place[] {
  const places = channel === null ? kind.placesOf(payload) : readPlaces(channel);
  const what = channel === null ? `\`channel\` of the kind "${kind.name}"` : 'ask({ channel })';
  if (places.length === 0 || places.length > limits.copies)
    throw new SlackApprovalError(
      'invalid_argument',
      `${what} must name 1 to ${limits.copies} channels, people or threads${channel === null ? ' for this payload' : ''}.`,
    );
  if (arePlaces(places)) return places;
  throw new SlackApprovalError(
    'invalid_argument',
    `${what} ${channelIdWanted}; a thread is thread('C0DEPLOYS', ts), a direct message user('U0ALICE').`,
  );
}
