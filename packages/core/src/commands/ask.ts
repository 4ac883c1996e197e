import { decide } from '../domain/decide/decide.js';
import { isKeyHeld } from '../domain/decide/decide-withdraw.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import type { Requester } from '../domain/model/person.js';
import type { Policy } from '../domain/model/policy.js';
import { accepted, type Decided } from '../domain/model/refusal.js';
import { whyOnlyAskers } from '../domain/policy/askers.js';
import { SlackApprovalError } from '../errors.js';
import { tellListeners } from '../events/tell-listeners.js';
import { channelIdWanted, isChannelId } from '../options/channel-id.js';
import { type ReservedSeconds, reserveSeconds, waitingBefore } from '../pace/reserve-seconds.js';
import { knownInstallation } from '../people/installation-of.js';
import { canonicalJson } from '../record/canonical-json.js';
import { keyedId, randomId } from '../record/ids.js';
import { partValue } from '../record/parts.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { turnsOf } from '../runtime/turns.js';
import { change } from '../storage/change.js';
import { checkGrowth } from '../storage/growth.js';
import { type Newest, newestOfKey } from '../storage/keys.js';
import { type LeaseWish, toRow } from '../storage/lease.js';
import { type Loaded, load } from '../storage/load.js';
import { putRecord, randomLeaseToken, randomWriteId } from '../storage/put-record.js';
import { startOwed } from '../work/start-owed.js';
import { draftRecord } from './draft.js';

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
export async function ask(runtime: Runtime, kind: KindDefinition, question: Question): Promise<Asked> {
  // many that are asked at once leave room for clicks
  await turnsOf(runtime).next();
  if (question.key === null) return asked(runtime, await create(runtime, kind, question, randomId(), 0));
  for (let tries = 0; tries < maxTries; tries += 1) {
    const newest = await newestOfKey(runtime, kind.name, question.key);
    const held = await heldApproval(runtime, newest);
    if (held !== null) return { ...found(runtime, held), created: false, changed: isChanged(held, question.payload) };
    const number = newest.number + 1;
    const created = await create(
      runtime,
      kind,
      question,
      keyedId(runtime.namespace, kind.name, question.key, number),
      number,
    );
    if (created !== null) return asked(runtime, created);
  }
  throw new SlackApprovalError('store_conflict', 'This key is being asked for by many at once; try again.');
}

function found(runtime: Runtime, loaded: Loaded): Pick<Asked, 'loaded' | 'waitingBefore'> {
  return { loaded, waitingBefore: waitingBefore(runtime, loaded.record.approval) };
}

function asked(runtime: Runtime, loaded: Loaded | null): Asked {
  if (loaded === null)
    throw new SlackApprovalError('store_conflict', 'A fresh random id was taken already; ask again.');
  return { ...found(runtime, loaded), created: true, changed: false };
}

function isChanged({ record }: Loaded, payload: unknown): boolean {
  return canonicalJson(partValue(record.parts, record.approval.revision.payloadRef)) !== canonicalJson(payload);
}

/** The key's approval while it holds the key. One whose time is over is brought up to date first. */
async function heldApproval(runtime: Runtime, { found }: Newest): Promise<Loaded | null> {
  if (found.type === 'missing') return null;
  if (found.type !== 'loaded')
    throw new SlackApprovalError(
      found.type === 'newer' ? 'record_newer' : 'record_corrupt',
      'The approval that holds this key cannot be read by this release.',
    );
  const token = randomLeaseToken();
  const changed = await change(runtime, found.record.approval.id, {
    decide: ({ record }, now) => broughtUpToDate(record.approval, now),
    lease: { type: 'take', token },
  });
  if (changed.type !== 'done') return null;
  if (changed.events.length > 0) startOwed(runtime, changed.loaded, token);
  return isKeyHeld(changed.loaded.record.approval, runtime.clock()) ? changed.loaded : null;
}

/** The cause that a card waits for may be mended by now, so asking again tries the card. */
function broughtUpToDate(approval: Approval, now: number): Decided {
  const { events } = decide({ type: 'tick', now }, approval);
  const woken = decide({ type: 'wake_card', now, channelId: null, waitedMs: 0 }, evolveOn(approval, events));
  return accepted([...events, ...woken.events]);
}

/** @returns null where somebody else created this id first. */
async function create(
  runtime: Runtime,
  kind: KindDefinition,
  question: Question,
  id: string,
  keyNumber: number,
): Promise<Loaded | null> {
  checkAskers(kind.policy, [question.requester]);
  const seconds = reserveSeconds(runtime, id);
  const token = randomLeaseToken();
  const stored = await store(runtime, kind, { ...question, id, keyNumber }, seconds, token).catch((error: unknown) => {
    seconds.giveBack();
    throw error;
  });
  if (stored === null) return null;
  const { loaded, events } = stored;
  await tellListeners(runtime, loaded.record, events);
  startOwed(runtime, loaded, token);
  return loaded;
}

async function store(
  runtime: Runtime,
  kind: KindDefinition,
  question: Question & { readonly id: string; readonly keyNumber: number },
  { postsAt }: ReservedSeconds,
  token: string,
): Promise<{ readonly loaded: Loaded; readonly events: readonly ApprovalEvent[] } | null> {
  const { id, key, keyNumber, requester, payload, context } = question;
  const writeId = randomWriteId();
  const channels = channelsFor(kind, question);
  const installation = runtime.slack === null ? null : knownInstallation(runtime.slack);
  const { record, events } = draftRecord(
    runtime,
    kind,
    { id, key, keyNumber, requester, payload, context, channels, installation, postsAt },
    writeId,
  );
  if (record === null) return null;
  checkGrowth(record);
  const lease: LeaseWish = runtime.slack === null ? { type: 'leave' } : { type: 'take', token };
  const row = toRow(record.approval, JSON.stringify(record), null, lease, record.approval.askedAt);
  const saved = await putRecord(runtime.store, row, 0, writeId, limits.growthBytes);
  const loaded = saved === 'saved' ? { row: { ...row, version: 1 }, record } : await ownOf(runtime, id, writeId);
  return loaded === null ? null : { loaded, events };
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

/** A conflict may be our own put, retried by the driver after a lost answer. */
async function ownOf(runtime: Runtime, id: string, writeId: string): Promise<Loaded | null> {
  const found = await load(runtime.store, id);
  return found.type === 'loaded' && found.record.writeId === writeId ? found : null;
}
