import { memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { type FixedClock, fixedClock } from '@k8s-pizza/slack-approval-testing';
import { day, minute, present, second, start } from '../world/world.js';
import { channelId, type Desk, type KindName, openDesk } from './desk.js';
import { home, type Role, secondReviewer, userIdOf } from './people.js';
import { hasOwnVote, type State } from './states.js';

/** A state as rows, at an instant. */
export interface Scene {
  readonly kind: KindName;
  readonly rows: readonly Row[];
  readonly now: number;
  readonly id: string;
  /** What the person saw. */
  readonly digest: string;
  readonly ts: string;
  readonly stage: number | null;
}

export const title = 'Refund order 4711?';
/** When the person's own vote was cast, as Slack stamps it. */
export const votedTs = '1767261500.000100';

interface Stage {
  readonly desk: Desk;
  readonly clock: FixedClock;
  readonly store: ApprovalStore;
  readonly id: string;
  readonly role: Role;
}

type Change = (stage: Stage) => Promise<void>;

/** How each state comes about, from a card that is posted. */
interface Story {
  /** @default 'refund' */
  readonly kind?: KindName;
  readonly sink?: 'waits' | 'refuses';
  readonly namespace?: string;
  readonly happens?: Change;
  readonly change?: (row: Row) => Row | null;
}

const vote = async ({ desk, id }: Pick<Stage, 'desk' | 'id'>, userId: string, said: object): Promise<void> => {
  const { digest } = present(await desk.approvals.get(id));
  await desk.approvals.vote(id, { by: user(userId), answer: 'approve', via: 'test', digest, ...said });
  await desk.work();
};

const review: Change = async (stage) => {
  await vote(stage, userIdOf('approver'), {});
  await vote(stage, secondReviewer, {});
};

const approve: Change = async (stage) => {
  await review(stage);
  await vote(stage, userIdOf('otherApprover'), { choice: 'full' });
};

const withdraw: Change = async ({ desk, id }) => {
  await desk.approvals.withdraw(id, { by: 'shop', reason: 'mistake' });
  await desk.work();
};

const report =
  (...steps: readonly (readonly ['pay' | 'tell', 'active' | 'failed' | 'done'])[]): Change =>
  async (stage) => {
    await approve(stage);
    for (const [step, state] of steps) await stage.desk.approvals.reportProgress(stage.id, { step, state });
    await stage.desk.work();
  };

/** A person approves on the card while they are a member, or while Slack does not say what they are. */
const clicks = async ({ clock, store, id }: Stage, userId: string, isSlackSilent = false): Promise<void> => {
  const desk = openDesk({ kind: 'lunch', store, clock, isSlackSilent, asMembers: true });
  const { digest, copies } = present(await desk.approvals.get(id));
  await desk.approvals.handleVerified({
    type: 'block_actions',
    api_app_id: home.appId,
    team: { id: home.teamId },
    user: { id: userId, team_id: home.teamId },
    container: { type: 'message', channel_id: channelId, message_ts: present(copies[0]).ts },
    actions: [{ action_id: 'approval:default:approve', value: `v1.${id}.${digest}`, action_ts: votedTs }],
  });
  await desk.approvals.flush();
};

const record =
  (change: (record: Readonly<Record<string, object>>) => object) =>
  (row: Row): Row => ({
    ...row,
    body: JSON.stringify(change(JSON.parse(row.body))),
  });

const stories: Readonly<Record<State, Story>> = {
  pending: {},
  open: { kind: 'lunch' },
  voted: { kind: 'lunch', happens: async (stage) => await clicks(stage, userIdOf(stage.role)) },
  repeated: { kind: 'lunch', happens: async (stage) => await clicks(stage, userIdOf(stage.role)) },
  checking: { kind: 'lunch', happens: async (stage) => await clicks(stage, userIdOf(stage.role), true) },
  second_stage: { happens: review },
  amended: {
    happens: async ({ desk, id }) => {
      await desk.kind.amend({ id }, { title, amount: 200 }, { by: 'shop' });
      await desk.work();
    },
  },
  overdue: { happens: async ({ clock }) => clock.advance(day) },
  stuck: {
    happens: async ({ desk, clock, store, id }) => {
      // its work is due once more, as after the nine processes that it ended
      await desk.kind.replaceContext({ id }, ['more']);
      await desk.approvals.flush();
      clock.advance(minute);
      const row = present(await store.get(id));
      await store.put({ ...row, claimCount: 9, dueAt: clock(), leaseToken: 'dead', leaseUntil: clock() }, row.version);
      await desk.work();
    },
  },
  approved_owed: { sink: 'waits', happens: approve },
  approved: { happens: approve },
  approved_dead: { sink: 'refuses', happens: approve },
  approved_kept: {
    kind: 'lunch',
    happens: async (stage) => {
      await clicks(stage, 'U0FIRST');
      await clicks(stage, secondReviewer);
    },
  },
  step_active: { happens: report(['pay', 'active']) },
  step_failed: { happens: report(['pay', 'failed']) },
  step_done: { happens: report(['pay', 'done'], ['tell', 'done']) },
  rejected: { happens: async (stage) => await vote(stage, secondReviewer, { answer: 'reject' }) },
  expired: {
    happens: async ({ desk, clock }) => {
      clock.advance(day);
      await desk.work();
    },
  },
  withdrawn: { happens: withdraw },
  erased: {
    happens: async (stage) => {
      await withdraw(stage);
      await stage.desk.approvals.erase(stage.id);
      await stage.desk.work();
    },
  },
  newer: { change: record((all) => ({ ...all, schemaVersion: 3 })) },
  corrupt: { change: (row) => ({ ...row, body: row.body.slice(0, 100) }) },
  missing: { change: () => null },
  other_namespace: { namespace: 'other' },
  other_installation: {
    change: record(({ approval, ...all }) => {
      const { work } = Object(approval);
      return { ...all, approval: { ...approval, work: { ...work, installation: { ...home, teamId: 'T0OTHER' } } } };
    }),
  },
  foreign: {},
};

/** Plays the story of a state, for the states in which this person has voted. */
export async function buildScene(state: State, role: Role): Promise<Scene> {
  const {
    kind = 'refund',
    sink = 'takes',
    namespace = 'default',
    happens,
    change = (row: Row) => row,
  } = stories[state];
  const clock = fixedClock(start);
  const store = memoryStore();
  const desk = openDesk({ kind, store, clock, sink, namespace });
  const { approval } = await desk.kind.ask(
    { title, amount: 100 },
    { requester: user(userIdOf('requester')), onBehalfOf: user(userIdOf('onBehalfOf')) },
  );
  await desk.work();
  const { id } = approval;
  const posted = present(await desk.approvals.get(id));
  await happens?.({ desk, clock, store, id, role });
  // a channel takes one message a second
  clock.advance(2 * second);
  if (sink === 'takes' && state !== 'overdue' && !hasOwnVote(state)) await desk.work();
  const now = present(await desk.approvals.get(id));
  const { rows } = await store.list({ limit: 100 });
  return {
    kind,
    rows: rows.flatMap((row) => (row.id === id ? (change(row) ?? []) : row)),
    now: clock(),
    id,
    digest: posted.digest,
    ts: present(present(posted.copies[0]).ts),
    stage: kind === 'lunch' ? null : now.stage === 'Sign-off' ? 2 : 1,
  };
}
