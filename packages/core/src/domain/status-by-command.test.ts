import { describe, expect, test } from 'vitest';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import type { ApprovalEvent } from './events.js';
import { evolveAll } from './evolve.js';
import {
  amend,
  ask,
  castVote,
  checkVote,
  erase,
  recordDelivery,
  recordNotice,
  recordPost,
  recordSync,
  redeliver,
  report,
  takeOver,
  tick,
  withdraw,
} from './testing/orders.js';
import {
  aPolicy,
  aSchedule,
  asked,
  bob,
  carol,
  dave,
  dead,
  decided,
  delivered,
  erased,
  here,
  minute,
  now,
  posted,
  received,
  withdrawn,
} from './testing/world.js';

/** When all commands come. */
const at = now + 10 * minute;

const voidVote = {
  type: 'notice_owed',
  at: now,
  to: { type: 'person', person: carol, channelId: null },
  topic: { type: 'vote_void' },
  until: at,
} as const;
/** Dave asked, two posts: one arrived, one did not yet; and Carol is still to be told something. */
const question = (expiresInMs: number): readonly ApprovalEvent[] => [
  asked({
    requester: dave,
    channels: ['C0OVEN', 'C0SECOND'],
    policy: aPolicy({ schedule: aSchedule({ expiresInMs }) }),
  }),
  posted(),
  voidVote,
];
const pending = question(30 * minute);
const approved = [...pending, decided()];

/** How an approval came to be in each status. */
const statuses = {
  none: [],
  pending,
  overdue: question(at - now),
  unchecked: [...pending, received(bob)],
  owed: approved,
  delivered: [...approved, delivered()],
  dead: [...approved, dead()],
  rejected: [...pending, decided({ outcome: 'rejected' })],
  expired: [...pending, decided({ outcome: 'expired', cause: 'expiry', by: [] })],
  withdrawn: [...pending, withdrawn()],
  erased: [...approved, delivered(), erased()],
} satisfies Record<string, readonly ApprovalEvent[]>;

/** One command of each type, each of them welcome in some status. */
const commands: Readonly<Record<Command['type'], Command>> = {
  ask: ask({ now: at }),
  amend: amend({ now: at }),
  replace_context: { type: 'replace_context', now: at, contextRef: 'context-2' },
  cast_vote: castVote({ now: at }),
  check_vote: checkVote({ now: at, voteId: 'vote of U0BOB' }),
  withdraw: withdraw({ now: at, releaseKey: true }),
  release_key: { type: 'release_key', now: at },
  report: report({ now: at }),
  redeliver: redeliver({ now: at }),
  erase: erase(at),
  tick: tick(at),
  take_over: takeOver(at),
  set_aside: { type: 'set_aside', now: at },
  install: { type: 'install', now: at, installation: here },
  record_post: recordPost({ type: 'ok', channelId: 'C0SECOND', ts: '200.2' }, { now: at, copyId: 2 }),
  record_sync: recordSync({ type: 'ok' }, { now: at }),
  record_notice: recordNotice({ type: 'ok' }, { now: at }),
  record_delivery: recordDelivery({ type: 'delivered' }, { now: at }),
};

/**
 * What each command does in each status: the events, then after an arrow the refusal. `-` is nothing at all.
 * A pending approval that is decided here owes its requester a notice.
 */
const table: Readonly<Record<keyof typeof statuses, Readonly<Record<Command['type'], string>>>> = {
  none: {
    ask: 'asked',
    amend: '→ not_found',
    replace_context: '→ not_found',
    cast_vote: '→ not_found',
    check_vote: '→ not_found',
    withdraw: '→ not_found',
    release_key: '→ not_found',
    report: '→ not_found',
    redeliver: '→ not_found',
    erase: '→ not_found',
    tick: '→ not_found',
    take_over: '→ not_found',
    set_aside: '→ not_found',
    install: '→ not_found',
    record_post: '→ not_found',
    record_sync: '→ not_found',
    record_notice: '→ not_found',
    record_delivery: '→ not_found',
  },
  pending: {
    ask: '-',
    amend: 'amended',
    replace_context: 'context_replaced',
    cast_vote: 'voted decided notice_owed',
    check_vote: '-',
    withdraw: 'withdrawn notice_owed key_released',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ nothing_to_deliver',
    erase: '→ still_pending',
    tick: '-',
    take_over: 'copy_changed',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: '-',
  },
  overdue: {
    ask: '-',
    amend: 'decided notice_owed → not_pending',
    replace_context: 'decided notice_owed → not_pending',
    cast_vote: 'decided notice_owed → expired',
    check_vote: '-',
    withdraw: 'decided notice_owed key_released → not_pending',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ nothing_to_deliver',
    erase: '→ still_pending',
    tick: 'decided notice_owed',
    take_over: 'copy_changed',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: '-',
  },
  unchecked: {
    ask: '-',
    amend: 'checking_shown amended notice_owed',
    replace_context: 'checking_shown context_replaced',
    cast_vote: 'checking_shown voted decided notice_owed notice_owed',
    check_vote: 'check_ended voted decided notice_owed',
    withdraw: 'checking_shown withdrawn notice_owed notice_owed key_released',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ nothing_to_deliver',
    erase: '→ still_pending',
    tick: 'checking_shown',
    take_over: 'copy_changed',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: '-',
  },
  owed: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ already_decided',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: 'progressed',
    redeliver: '→ delivery_under_way',
    erase: '→ delivery_under_way',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: 'delivered',
  },
  delivered: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ already_decided',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: 'progressed',
    redeliver: 'redelivered',
    erase: 'erased',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: '-',
  },
  dead: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ already_decided',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: 'progressed',
    redeliver: 'redelivered',
    erase: 'erased',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: 'delivered',
  },
  rejected: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ already_decided',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ delivery_under_way',
    erase: '→ delivery_under_way',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: 'delivered',
  },
  expired: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ expired',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ delivery_under_way',
    erase: '→ delivery_under_way',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: 'delivered',
  },
  withdrawn: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ withdrawn',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: '→ not_approved',
    redeliver: '→ delivery_under_way',
    erase: '→ delivery_under_way',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: 'delivered',
  },
  erased: {
    ask: '-',
    amend: '→ not_pending',
    replace_context: '→ not_pending',
    cast_vote: '→ already_decided',
    check_vote: '-',
    withdraw: 'key_released → not_pending',
    release_key: 'key_released',
    report: '→ erased',
    redeliver: '→ erased',
    erase: '-',
    tick: '-',
    take_over: '-',
    set_aside: 'set_aside',
    install: 'installed',
    record_post: 'copy_changed',
    record_sync: 'copy_changed',
    record_notice: 'notice_ended',
    record_delivery: '-',
  },
};

function outcome(command: Command, events: readonly ApprovalEvent[]): string {
  const decision = decide(command, evolveAll(null, events));
  const types = decision.events.map((event) => event.type);
  const refusal = decision.refusal === null ? [] : ['→', decision.refusal.code];
  return [...types, ...refusal].join(' ') || '-';
}

describe.each(Object.entries(table))('%s', (status, row) => {
  const before = statuses[status as keyof typeof statuses];

  test.each(Object.entries(row))('%s: %s', (type, expected) => {
    expect(outcome(commands[type as Command['type']], before)).toBe(expected);
  });
});

test('every status is stated with every command', () => {
  const types = Object.keys(commands).toSorted();

  expect(Object.entries(commands).map(([type, command]) => [type, command.type])).toEqual(
    Object.keys(commands).map((type) => [type, type]),
  );
  expect(Object.keys(table).toSorted()).toEqual(Object.keys(statuses).toSorted());
  expect(Object.values(table).map((row) => Object.keys(row).toSorted())).toEqual(Object.keys(table).map(() => types));
});
