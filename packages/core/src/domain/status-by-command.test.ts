import { describe, expect, test } from 'vitest';
import { decide } from './decide/decide.js';
import { evolveAll } from './evolve/evolve.js';
import type { Command } from './model/commands.js';
import type { ApprovalEvent } from './model/events.js';
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
  takeBack,
  takeOver,
  tick,
  withdraw,
} from './testing/commands.js';
import {
  alice,
  aPolicy,
  aSchedule,
  aStagedPolicy,
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
  voted,
  withdrawn,
} from './testing/world.js';

/** The instant of every command. */
const at = now + 10 * minute;

const voidVote = {
  type: 'notice_owed',
  at: now,
  to: { type: 'person', person: carol, channelId: null },
  topic: { type: 'vote_void' },
  until: at,
} as const;
const refused: ApprovalEvent = {
  type: 'copy_waits',
  at: now,
  copyId: 2,
  channelId: 'C0SECOND',
  problem: { code: 'not_in_channel', since: now, isAppWide: false },
  attemptCount: 3,
  nextAt: at + minute,
  failingSince: null,
};
/** Dave asked in two channels. One card is posted, the other is not yet, and Carol is owed a notice. */
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
const edit = { digest: 'sha256:edited', payloadRef: 'payload-e', contentRef: 'content-e' };
const editable: readonly ApprovalEvent[] = [
  asked({
    requester: dave,
    channels: ['C0OVEN', 'C0SECOND'],
    policy: aPolicy({ inputs: { size: { type: 'text', label: 'Size' } } }),
  }),
  posted(),
  voidVote,
];
const edited: ApprovalEvent = {
  type: 'edited',
  at: now,
  by: alice,
  revision: { ...edit, number: 2, previousContentRef: 'content-1' },
};

/** The events that bring an approval into each status. */
const statuses = {
  none: [],
  pending,
  overdue: question(at - now),
  unchecked: [...pending, received(bob)],
  waiting: [...pending, refused],
  staged: [asked({ requester: dave, channels: ['C0OVEN', 'C0SECOND'], policy: aStagedPolicy() }), posted(), voidVote],
  owed: approved,
  edited: [...editable, voted(alice, { edit }), edited, decided()],
  delivered: [...approved, delivered()],
  dead: [...approved, dead()],
  rejected: [...pending, decided({ outcome: 'rejected' })],
  expired: [...pending, decided({ outcome: 'expired', cause: 'expiry', by: [] })],
  withdrawn: [...pending, withdrawn()],
  erased: [...approved, delivered(), erased()],
} satisfies Record<string, readonly ApprovalEvent[]>;

/** One command of each type. Each is accepted in at least one status. */
const commands: Readonly<Record<Command['type'], Command>> = {
  ask: ask({ now: at }),
  amend: amend({ now: at }),
  replace_context: { type: 'replace_context', now: at, contextRef: 'context-2' },
  cast_vote: castVote({ now: at }),
  take_back_vote: takeBack({ now: at, by: bob }),
  check_vote: checkVote({ now: at, voteId: 'vote of U0BOB' }),
  withdraw: withdraw({ now: at, releaseKey: true }),
  release_key: { type: 'release_key', now: at },
  report: report({ now: at }),
  redeliver: redeliver({ now: at }),
  erase: erase(at),
  tick: tick(at),
  take_over: takeOver(at),
  set_aside: { type: 'set_aside', now: at },
  wake_card: { type: 'wake_card', now: at, channelId: null, waitedMs: 0 },
  repost: { type: 'repost', now: at },
  take_turn: { type: 'take_turn', now: at, work: { type: 'post', copyId: 2 } },
  install: { type: 'install', now: at, installation: here },
  record_post: recordPost({ type: 'ok', channelId: 'C0SECOND', ts: '200.2' }, { now: at, copyId: 2 }),
  record_sync: recordSync({ type: 'ok' }, { now: at }),
  record_notice: recordNotice({ type: 'ok' }, { now: at }),
  record_delivery: recordDelivery({ type: 'delivered' }, { now: at }),
};

/**
 * What each command does in each status: one row a command, one column a status. A cell lists the events and then, after an arrow,
 * the code of the refusal; `-` is nothing at all. A row goes on in the lines below that name no command.
 * The requester is owed a notice when a pending approval is decided.
 */
const whilePending = `
                | none        | pending              | overdue              | unchecked            | waiting              | staged
ask             | asked       | -                    | -                    | -                    | -                    | -
amend           | → not_found | amended              | decided              | checking_shown       | amended              | amended
                |             |                      | notice_owed          | amended              |                      |
                |             |                      | → not_pending        | notice_owed          |                      |
replace_context | → not_found | context_replaced     | decided              | checking_shown       | context_replaced     | context_replaced
                |             |                      | notice_owed          | context_replaced     |                      |
                |             |                      | → not_pending        |                      |                      |
cast_vote       | → not_found | voted                | decided              | checking_shown       | voted                | voted
                |             | decided              | notice_owed          | voted                | decided              | stage_begun
                |             | notice_owed          | → expired            | decided              | notice_owed          |
                |             |                      |                      | notice_owed          |                      |
                |             |                      |                      | notice_owed          |                      |
take_back_vote  | → not_found | → no_vote            | decided              | checking_shown       | → no_vote            | → no_vote
                |             |                      | notice_owed          | check_ended          |                      |
                |             |                      | → not_pending        | vote_changed         |                      |
check_vote      | → not_found | -                    | -                    | check_ended          | -                    | -
                |             |                      |                      | voted                |                      |
                |             |                      |                      | decided              |                      |
                |             |                      |                      | notice_owed          |                      |
withdraw        | → not_found | withdrawn            | decided              | checking_shown       | withdrawn            | withdrawn
                |             | notice_owed          | notice_owed          | withdrawn            | notice_owed          | notice_owed
                |             | key_released         | key_released         | notice_owed          | key_released         | key_released
                |             |                      | → not_pending        | notice_owed          |                      |
                |             |                      |                      | key_released         |                      |
release_key     | → not_found | key_released         | key_released         | key_released         | key_released         | key_released
report          | → not_found | → not_approved       | → not_approved       | → not_approved       | → not_approved       | → not_approved
redeliver       | → not_found | → nothing_to_deliver | → nothing_to_deliver | → nothing_to_deliver | → nothing_to_deliver | → nothing_to_deliver
erase           | → not_found | → still_pending      | → still_pending      | → still_pending      | → still_pending      | → still_pending
tick            | → not_found | -                    | decided              | checking_shown       | -                    | -
                |             |                      | notice_owed          |                      |                      |
take_over       | → not_found | copy_changed         | copy_changed         | copy_changed         | -                    | copy_changed
set_aside       | → not_found | set_aside            | set_aside            | set_aside            | set_aside            | set_aside
wake_card       | → not_found | -                    | -                    | -                    | copy_changed         | -
repost          | → not_found | copy_changed         | copy_changed         | copy_changed         | copy_changed         | copy_changed
                |             | copy_changed         | copy_changed         | copy_changed         | copy_changed         | copy_changed
take_turn       | → not_found | copy_changed         | copy_changed         | copy_changed         | -                    | copy_changed
install         | → not_found | installed            | installed            | installed            | installed            | installed
record_post     | → not_found | copy_changed         | copy_changed         | copy_changed         | copy_changed         | copy_changed
                |             |                      |                      |                      | copy_healed          |
                |             |                      |                      |                      | card_healed          |
record_sync     | → not_found | copy_changed         | copy_changed         | copy_changed         | copy_changed         | copy_changed
record_notice   | → not_found | notice_ended         | notice_ended         | notice_ended         | notice_ended         | notice_ended
record_delivery | → not_found | -                    | -                    | -                    | -                    | -
`;

const onceDecided = `
                | owed                 | edited               | delivered         | dead              | rejected             | expired              | withdrawn            | erased
ask             | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
amend           | → not_pending        | → not_pending        | → not_pending     | → not_pending     | → not_pending        | → not_pending        | → not_pending        | → not_pending
replace_context | → not_pending        | → not_pending        | → not_pending     | → not_pending     | → not_pending        | → not_pending        | → not_pending        | → not_pending
cast_vote       | → already_decided    | → already_decided    | → already_decided | → already_decided | → already_decided    | → expired            | → withdrawn          | → already_decided
take_back_vote  | → not_pending        | → not_pending        | → not_pending     | → not_pending     | → not_pending        | → not_pending        | → not_pending        | → not_pending
check_vote      | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
withdraw        | key_released         | key_released         | key_released      | key_released      | key_released         | key_released         | key_released         | key_released
                | → not_pending        | → not_pending        | → not_pending     | → not_pending     | → not_pending        | → not_pending        | → not_pending        | → not_pending
release_key     | key_released         | key_released         | key_released      | key_released      | key_released         | key_released         | key_released         | key_released
report          | progressed           | progressed           | progressed        | progressed        | → not_approved       | → not_approved       | → not_approved       | → erased
redeliver       | → delivery_under_way | → delivery_under_way | redelivered       | redelivered       | → delivery_under_way | → delivery_under_way | → delivery_under_way | → erased
erase           | → delivery_under_way | → delivery_under_way | erased            | erased            | → delivery_under_way | → delivery_under_way | → delivery_under_way | -
tick            | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
take_over       | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
set_aside       | set_aside            | set_aside            | set_aside         | set_aside         | set_aside            | set_aside            | set_aside            | set_aside
wake_card       | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
repost          | copy_changed         | copy_changed         | copy_changed      | copy_changed      | copy_changed         | copy_changed         | copy_changed         | → erased
                | copy_changed         | copy_changed         | copy_changed      | copy_changed      | copy_changed         | copy_changed         | copy_changed         |
take_turn       | -                    | -                    | -                 | -                 | -                    | -                    | -                    | -
install         | installed            | installed            | installed         | installed         | installed            | installed            | installed            | installed
record_post     | copy_changed         | copy_changed         | copy_changed      | copy_changed      | copy_changed         | copy_changed         | copy_changed         | copy_changed
record_sync     | copy_changed         | copy_changed         | copy_changed      | copy_changed      | copy_changed         | copy_changed         | copy_changed         | copy_changed
record_notice   | notice_ended         | notice_ended         | notice_ended      | notice_ended      | notice_ended         | notice_ended         | notice_ended         | notice_ended
record_delivery | delivered            | delivered            | -                 | delivered         | delivered            | delivered            | delivered            | -
`;

interface Cell {
  readonly command: string;
  readonly status: string;
  readonly outcome: string;
}

/** Reads the cells of a table. A cell that is empty or missing has the outcome ''. */
function cellsOf(table: string): readonly Cell[] {
  const [head, ...lines] = table.split('\n').slice(1, -1).map(partsOf);
  const [, ...columns] = head ?? [];
  const rows: { readonly command: string; readonly cells: string[] }[] = [];
  for (const [command = '', ...parts] of lines) {
    if (command !== '') rows.push({ command, cells: [] });
    const cells = rows.at(-1)?.cells ?? [];
    parts.forEach((part, index) => {
      cells[index] = `${cells[index] ?? ''} ${part}`.trim();
    });
  }
  return rows.flatMap(({ command, cells }) =>
    columns.map((status, index) => ({ command, status, outcome: cells[index] ?? '' })),
  );
}

function partsOf(line: string): readonly string[] {
  return line.split('|').map((part) => part.trim());
}

const cells = [...cellsOf(whilePending), ...cellsOf(onceDecided)];

function outcomeOf(command: Command, events: readonly ApprovalEvent[]): string {
  const decision = decide(command, evolveAll(null, events));
  const types = decision.events.map((event) => event.type);
  const refusal = decision.refusal === null ? [] : ['→', decision.refusal.code];
  return [...types, ...refusal].join(' ') || '-';
}

describe.each(Object.entries(statuses))('%s', (status, before) => {
  const column = cells
    .filter((cell) => cell.status === status)
    .map(({ command, outcome }) => [command, outcome] as const);

  test.each(column)('%s: %s', (command, outcome) => {
    expect(outcomeOf(commands[command as Command['type']], before)).toBe(outcome);
  });
});

test('the tables have one cell for each command in each status', () => {
  const pairs = Object.keys(statuses).flatMap((status) =>
    Object.keys(commands).map((command) => `${command} in ${status}`),
  );

  expect(cells.map(({ command, status }) => `${command} in ${status}`).toSorted()).toEqual(pairs.toSorted());
  expect(cells.filter(({ outcome }) => outcome === '')).toEqual([]);
});

test('each command is listed under its own type', () => {
  expect(Object.entries(commands).map(([type, command]) => [type, command.type])).toEqual(
    Object.keys(commands).map((type) => [type, type]),
  );
});
