import { createHash } from 'node:crypto';
import {
  type Answer,
  type Approval,
  type ApprovalEvent,
  type Command,
  decide,
  dueAt,
  evolve,
  type Facts,
  mayVote,
  noFacts,
  owed,
  type Policy,
} from '@k8s-pizza/slack-approval/state-machine';

const second = 1_000;
const hour = 3_600 * second;
const askedAt = Date.UTC(2026, 0, 1, 10);

const policy: Policy = {
  approvers: [{ type: 'usergroup', id: 'S0ONCALL', count: null }],
  quorum: { approve: 2, reject: 1 },
  allowSelfApproval: false,
  reason: { approve: 'none', reject: 'none' },
  schedule: { expiresInMs: hour, onExpiry: 'expire', remindEveryMs: null, escalate: [] },
  deliverWithinMs: 24 * hour,
  keyForMs: null,
  retainForMs: 90 * 24 * hour,
  notify: 'nobody',
  fallbackChannel: null,
};
const payload = { size: 'large' };
const digest = createHash('sha256').update(JSON.stringify({ payload, policy })).digest('hex');

// the whole state, as plain JSON: save it anywhere, and read it again after a restart
const events: ApprovalEvent[] = [];

const current = (): Approval | null => events.reduce<Approval | null>(evolve, null);

/** Decides on a command and appends what happened. */
function run(command: Command): void {
  const decided = decide(command, current());
  events.push(...decided.events);
  if (decided.refusal !== null) console.log(`refused: ${decided.refusal.code}`);
}

/** Prints the status, the work that can be done now, and when to look again. */
function print(now: number): void {
  const approval = current();
  if (approval === null) return;
  const work = owed(approval, now).map(({ type }) => type);
  console.log(`${approval.status}; owes ${work.join(', ') || 'nothing'}; due ${dueText(approval)}`);
}

function dueText(approval: Approval): string {
  const at = dueAt(approval);
  return at === null ? 'never' : new Date(at).toISOString();
}

/** Which state of the approval a card shows that you draw now. */
function drawn() {
  const approval = current();
  return { wanted: approval?.work.copies[0]?.wanted ?? 0, decided: approval?.status !== 'pending' };
}

// stands for a look-up in Slack
const onCall = new Set(['U0ALICE', 'U0BOB']);

function factsAbout(userId: string): Facts {
  return { groups: { S0ONCALL: onCall.has(userId) }, person: null, outsider: false };
}

function vote(userId: string, answer: Answer, now: number): void {
  const approval = current();
  if (approval === null) return;
  const by = { userId, teamId: null, enterpriseId: null };
  // `unknown` means that the policy needs facts about this person
  const verdict = mayVote(approval, { person: by, answer, onCard: true }, noFacts);
  const facts = verdict.answer === 'unknown' ? factsAbout(userId) : noFacts;
  run({
    type: 'cast_vote',
    now,
    voteId: `${userId}-${now}`,
    by,
    answer,
    reasonRef: null,
    digest,
    via: 'web',
    seen: null,
    actionTs: null,
    installation: null,
    facts,
  });
}

run({
  type: 'ask',
  now: askedAt,
  id: 'order-4711',
  namespace: 'default',
  kind: 'pizza-order',
  key: null,
  keyNumber: 0,
  requester: 'shop',
  revision: { number: 1, digest, payloadRef: 'payload-4711', contentRef: 'card-4711', previousContentRef: null },
  contextRef: null,
  policy,
  steps: [],
  channels: ['C0PIZZA'],
  installation: null,
});
print(askedAt); // owes the post of the card

// You post the card, and record what came of it.
run({
  type: 'record_post',
  now: askedAt + second,
  copyId: 1,
  drawn: drawn(),
  result: { type: 'ok', channelId: 'C0PIZZA', ts: '1767261601.000100' },
});
print(askedAt + second); // owes nothing until it expires

vote('U0MALLORY', 'approve', askedAt + 10 * second);
vote('U0ALICE', 'approve', askedAt + 20 * second);
vote('U0BOB', 'approve', askedAt + 30 * second);
print(askedAt + 30 * second); // owes an update of the card, and the delivery

// You update the card. The receiver is down: the machine says when to try again.
run({ type: 'record_sync', now: askedAt + 31 * second, copyId: 1, drawn: drawn(), result: { type: 'ok' } });
run({
  type: 'record_delivery',
  now: askedAt + 32 * second,
  jitter: 0, // your random number in [0, 1)
  result: { type: 'retry', afterMs: null, reason: 'HTTP 503' },
});
print(askedAt + 32 * second);

run({ type: 'record_delivery', now: askedAt + 37 * second, jitter: 0, result: { type: 'delivered' } });
print(askedAt + 37 * second); // owes one more update of the card: delivered

run({ type: 'record_sync', now: askedAt + 38 * second, copyId: 1, drawn: drawn(), result: { type: 'ok' } });
print(askedAt + 38 * second); // until its texts are erased, after 90 days
