import {
  type Approvals,
  channelMembers,
  createApprovals,
  type DecisionSink,
  type Kind,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { FixedClock } from '@k8s-pizza/slack-approval-testing';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { anyPayload } from '../world/world.js';
import { codedWords } from './coded-words.js';
import { home, legal, legalMembers, profileOf, type Role, roles, secondReviewer, userIdOf } from './people.js';

export const channelId = 'C0PIZZA';

interface Refund {
  readonly title: string;
  readonly amount: number;
}

/** Something that Slack was told to show. */
export interface Shown {
  readonly where: 'private' | 'modal' | 'home' | 'card' | 'thread';
  /** The user it is for; null: everyone in the channel, or the person who has just clicked. */
  readonly to: string | null;
  readonly drawn: unknown;
}

/** One process of the app, whose Slack keeps what it is told to show. */
export interface Desk {
  readonly approvals: Approvals;
  readonly kind: Kind<Refund, Refund>;
  readonly shown: Shown[];
  /** Does what is due now. */
  work(): Promise<void>;
}

/** A refund is decided in two stages, the last with choices and inputs, and one group may veto it. Two members of a channel decide a lunch. */
export type KindName = 'refund' | 'lunch';

interface DeskOptions {
  readonly kind: KindName;
  readonly store: ApprovalStore;
  readonly clock: FixedClock;
  /** Slack answers no question about people. */
  readonly isSlackSilent?: boolean;
  /** Everyone is a full member still. */
  readonly asMembers?: boolean;
  readonly sink?: 'takes' | 'waits' | 'refuses';
  readonly namespace?: string;
}

export function openDesk(options: DeskOptions): Desk {
  const { kind, store, clock, sink = 'takes', namespace = 'default' } = options;
  const shown: Shown[] = [];
  const approvals = createApprovals({
    store,
    clock,
    namespace,
    logger: recordingLogger(),
    messages: codedWords,
    slack: {
      token: 'xoxb-1',
      signingSecret: null,
      transport: recording(shown, options),
      teamId: home.teamId,
      appId: home.appId,
      fetch: keep(shown),
    },
  });
  return {
    approvals,
    shown,
    kind: kind === 'refund' ? defineRefunds(approvals, sinkThat(sink)) : defineLunches(approvals),
    async work() {
      await approvals.flush();
      await approvals.processDue();
      await approvals.flush();
    },
  };
}

function defineRefunds(approvals: Approvals, onDecision: DecisionSink): Kind<Refund, Refund> {
  return approvals.define('refund', {
    schema: anyPayload<Refund>(),
    title: ({ title }) => title,
    channel: channelId,
    stages: [
      { name: 'Review', approvers: [user(userIdOf('approver')), user(secondReviewer)], quorum: 2 },
      { name: 'Sign-off', approvers: [user(userIdOf('otherApprover'))] },
    ],
    vetoers: [usergroup(legal)],
    choices: [
      { id: 'full', label: 'In full', answer: 'approve' },
      { id: 'half', label: 'Half of it', answer: 'approve' },
      { id: 'no', label: 'No', answer: 'reject' },
    ],
    inputs: { amount: { type: 'number', label: 'Amount', min: 1, max: 500 } },
    steps: ['pay', 'tell'],
    onDecision,
  });
}

/** Its decisions are not delivered. */
function defineLunches(approvals: Approvals): Kind<Refund, Refund> {
  return approvals.define('lunch', {
    schema: anyPayload<Refund>(),
    title: ({ title }) => title,
    channel: channelId,
    approvers: [channelMembers()],
    quorum: { approve: 2, reject: 2 },
  });
}

function sinkThat(does: 'takes' | 'waits' | 'refuses'): DecisionSink {
  const outcomes = {
    takes: { type: 'delivered' },
    waits: { type: 'retry', afterMs: 3_600_000, reason: 'busy' },
    refuses: { type: 'rejected', reason: 'gone' },
  } as const;
  return { deliver: async () => outcomes[does] };
}

const roleOf = new Map(roles.map((role) => [userIdOf(role), role]));
const silence = { type: 'retry', afterMs: null, reason: 'silent' } as const;

function recording(shown: Shown[], { isSlackSilent = false, asMembers = false }: DeskOptions): SlackTransport {
  const yes = agreeableTransport();
  const keeping =
    <Args extends readonly unknown[], Result>(call: (...args: Args) => Result, toShown: (...args: Args) => Shown) =>
    (...args: Args): Result => {
      shown.push(toShown(...args));
      return call(...args);
    };
  const modal = (_: string, drawn: unknown): Shown => ({ where: 'modal', to: null, drawn });
  const personal = ({ userId: to, blocks: drawn }: { readonly userId: string; readonly blocks: unknown }): Shown => ({
    where: 'private',
    to,
    drawn,
  });
  return agreeableTransport({
    post: keeping(yes.post, ({ blocks: drawn }) => ({ where: 'thread', to: null, drawn })),
    update: keeping(yes.update, ({ blocks: drawn }) => ({ where: 'card', to: null, drawn })),
    ephemeral: keeping(yes.ephemeral, personal),
    directMessage: keeping(yes.directMessage, personal),
    openView: keeping(yes.openView, modal),
    pushView: keeping(yes.pushView, modal),
    updateView: keeping(yes.updateView, modal),
    publishHome: keeping(yes.publishHome, (to, drawn) => ({ where: 'home', to, drawn })),
    installation: async () => ({ type: 'ok', value: home }),
    groupMembers: async () => (isSlackSilent ? silence : { type: 'ok', value: legalMembers }),
    person: async (userId) => {
      const role: Role = asMembers ? 'member' : (roleOf.get(userId) ?? 'member');
      const profile = isSlackSilent ? null : profileOf(role);
      return profile === null ? silence : { type: 'ok', value: profile };
    },
  });
}

/** Replies to a `response_url`, which only the person who clicked sees. */
function keep(shown: Shown[]): typeof fetch {
  return async (_, init) => {
    shown.push({ where: 'private', to: null, drawn: JSON.parse(String(init?.body)) });
    return new Response('ok');
  };
}
