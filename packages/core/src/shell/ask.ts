import type { Approval } from '../domain/approval.js';
import { whyOnlyAskers } from '../domain/askers.js';
import { mostCopies } from '../domain/copies.js';
import { decide } from '../domain/decide.js';
import { isKeyHeld } from '../domain/decide-withdraw.js';
import { accepted, type Decided } from '../domain/decided.js';
import type { ApprovalEvent } from '../domain/events.js';
import { evolveOn } from '../domain/evolve.js';
import type { Requester } from '../domain/person.js';
import type { Policy } from '../domain/policy.js';
import { SlackApprovalError } from '../errors.js';
import { channelIdWanted, isChannelId } from '../options/channel-id.js';
import { canonicalJson } from '../record/canonical-json.js';
import { keyedId, randomId } from '../record/ids.js';
import { partValue } from '../record/parts.js';
import { change } from './change.js';
import { draftRecord } from './draft.js';
import { checkGrowth } from './growth.js';
import { knownInstallation } from './installation-of.js';
import { type Newest, newestOfKey } from './keys.js';
import { type LeaseWish, toRow } from './lease.js';
import { type Loaded, load } from './load.js';
import { type ReservedSeconds, reserveSeconds, waitingBefore } from './pace/reserve-seconds.js';
import { growthStopsAtBytes, putRecord, randomLeaseToken, randomWriteId } from './put-record.js';
import type { KindDefinition, Shell } from './shell.js';
import { startOwed } from './start-owed.js';
import { tellListeners } from './tell-listeners.js';
import { turnsOf } from './turns.js';

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

const mostTries = 5;

/** Asks once: under a held key it finds the approval that is there. */
export async function ask(shell: Shell, kind: KindDefinition, question: Question): Promise<Asked> {
  // many that are asked at once leave room for clicks
  await turnsOf(shell).next();
  if (question.key === null) return asked(shell, await create(shell, kind, question, randomId(), 0));
  for (let tries = 0; tries < mostTries; tries += 1) {
    const newest = await newestOfKey(shell, kind.name, question.key);
    const held = await heldApproval(shell, newest);
    if (held !== null) return { ...found(shell, held), created: false, changed: isChanged(held, question.payload) };
    const number = newest.number + 1;
    const created = await create(
      shell,
      kind,
      question,
      keyedId(shell.namespace, kind.name, question.key, number),
      number,
    );
    if (created !== null) return asked(shell, created);
  }
  throw new SlackApprovalError('store_conflict', 'This key is being asked for by many at once; try again.');
}

function found(shell: Shell, loaded: Loaded): Pick<Asked, 'loaded' | 'waitingBefore'> {
  return { loaded, waitingBefore: waitingBefore(shell, loaded.record.approval) };
}

function asked(shell: Shell, loaded: Loaded | null): Asked {
  if (loaded === null)
    throw new SlackApprovalError('store_conflict', 'A fresh random id was taken already; ask again.');
  return { ...found(shell, loaded), created: true, changed: false };
}

function isChanged({ record }: Loaded, payload: unknown): boolean {
  return canonicalJson(partValue(record.parts, record.approval.revision.payloadRef)) !== canonicalJson(payload);
}

/** The key's approval while it holds the key. One whose time is over is brought up to date first. */
async function heldApproval(shell: Shell, { found }: Newest): Promise<Loaded | null> {
  if (found.type === 'missing') return null;
  if (found.type !== 'loaded')
    throw new SlackApprovalError(
      found.type === 'newer' ? 'record_newer' : 'record_corrupt',
      'The approval that holds this key cannot be read by this release.',
    );
  const token = randomLeaseToken();
  const changed = await change(shell, found.record.approval.id, {
    decide: ({ record }, now) => broughtUpToDate(record.approval, now),
    lease: { type: 'take', token },
  });
  if (changed.type !== 'done') return null;
  if (changed.events.length > 0) startOwed(shell, changed.loaded, token);
  return isKeyHeld(changed.loaded.record.approval, shell.clock()) ? changed.loaded : null;
}

/** The cause that a card waits for may be mended by now, so asking again tries the card. */
function broughtUpToDate(approval: Approval, now: number): Decided {
  const { events } = decide({ type: 'tick', now }, approval);
  const woken = decide({ type: 'wake_card', now, channelId: null, waitedMs: 0 }, evolveOn(approval, events));
  return accepted([...events, ...woken.events]);
}

/** @returns null where somebody else created this id first. */
async function create(
  shell: Shell,
  kind: KindDefinition,
  question: Question,
  id: string,
  keyNumber: number,
): Promise<Loaded | null> {
  checkAskers(kind.policy, [question.requester]);
  const seconds = reserveSeconds(shell, id);
  const token = randomLeaseToken();
  const stored = await store(shell, kind, { ...question, id, keyNumber }, seconds, token).catch((error: unknown) => {
    seconds.giveBack();
    throw error;
  });
  if (stored === null) return null;
  const { loaded, events } = stored;
  await tellListeners(shell, loaded.record, events);
  startOwed(shell, loaded, token);
  return loaded;
}

async function store(
  shell: Shell,
  kind: KindDefinition,
  question: Question & { readonly id: string; readonly keyNumber: number },
  { postsAt }: ReservedSeconds,
  token: string,
): Promise<{ readonly loaded: Loaded; readonly events: readonly ApprovalEvent[] } | null> {
  const { id, key, keyNumber, requester, payload, context } = question;
  const writeId = randomWriteId();
  const channels = channelsFor(kind, question);
  const installation = shell.slack === null ? null : knownInstallation(shell.slack);
  const { record, events } = draftRecord(
    shell,
    kind,
    { id, key, keyNumber, requester, payload, context, channels, installation, postsAt },
    writeId,
  );
  if (record === null) return null;
  checkGrowth(record);
  const lease: LeaseWish = shell.slack === null ? { type: 'leave' } : { type: 'take', token };
  const row = toRow(record.approval, JSON.stringify(record), null, lease, record.approval.askedAt);
  const saved = await putRecord(shell.store, row, 0, writeId, growthStopsAtBytes);
  const loaded = saved === 'saved' ? { row: { ...row, version: 1 }, record } : await ownOf(shell, id, writeId);
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
  if (!isShown || channels.length > mostCopies)
    throw new SlackApprovalError(
      'invalid_argument',
      `channel must give 1 to ${mostCopies} channel ids for this payload of the kind "${kind.name}".`,
    );
  if (channels.every(isChannelId)) return channels;
  const what = channel === null ? `Each channel for this payload of the kind "${kind.name}"` : 'ask({ channel })';
  throw new SlackApprovalError('invalid_argument', `${what} ${channelIdWanted}.`);
}

/** A conflict may be our own put, retried by the driver after a lost answer. */
async function ownOf(shell: Shell, id: string, writeId: string): Promise<Loaded | null> {
  const found = await load(shell.store, id);
  return found.type === 'loaded' && found.record.writeId === writeId ? found : null;
}
