import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide/decide.js';
import { decideByStage } from './decide/decide-by-stage.js';
import { isTrouble } from './decide/outcome/tell-trouble.js';
import { takeClick } from './decide/take-vote.js';
import { evolve, evolveAll, evolveOn } from './evolve/evolve.js';
import type { Approval, DecisionFact, Edit, StepState } from './model/approval.js';
import type { Command, DeliveryOutcome, Drawn } from './model/commands.js';
import { isDirect } from './model/copies.js';
import type { ApprovalEvent } from './model/events.js';
import { isHistoryEvent } from './model/events.js';
import { erasedName } from './model/person.js';
import { isSamePlace, type Place, thread, toPlaceList } from './model/place.js';
import {
  type Answer,
  type ApproverRule,
  type Choice,
  type EscalationStep,
  type Facts,
  noFacts,
  type Policy,
  type StagePolicy,
} from './model/policy.js';
import type { Decided } from './model/refusal.js';
import { currentStage } from './model/stage.js';
import { decidingVotes, inputsOf, isOffered } from './policy/choices.js';
import { anyone, channelMembers, user, usergroup } from './policy/rules.js';
import { inStage } from './stages/in-stage.js';
import { amend, ask, castVote, checkVote, redeliver, report, takeBack, tick, withdraw } from './testing/commands.js';
import {
  aPolicy,
  aRevision,
  aSchedule,
  day,
  here,
  hour,
  insider,
  minute,
  now,
  person,
  second,
} from './testing/world.js';
import { dueAt, owed } from './time/owed.js';
import { scheduledAt } from './time/schedule.js';

const people = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0DAVE'].map((id) => person(id));
const channels = ['C0OVEN', 'C0SECOND', 'C0LEADS'];
const places: readonly Place[] = [...channels, user('U0DAVE'), thread('C0OVEN', '50.5'), thread('C0OVEN', '60.6')];

/** A policy names people by their ids. */
const escalationPlace = (place: Place) => (typeof place === 'string' || place.type === 'thread' ? place : place.id);

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 3 });
/** Mostly the first one. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: others.length === 0 ? fc.constant(usual) : fc.constantFrom(...others) },
  );
const anyPerson = fc.constantFrom(...people);
const requester = fc.oneof({ weight: 3, arbitrary: fc.constant('alertmanager') }, { weight: 1, arbitrary: anyPerson });

const membership = mostly<boolean | undefined>(true, false, undefined);
const facts: fc.Arbitrary<Facts> = fc
  .record({
    onCall: membership,
    chefs: membership,
    person: mostly(insider().person, null, { guest: true, bot: false, deleted: false }),
    outsider: mostly<boolean | null>(false, null, true),
  })
  .map(({ onCall, chefs, ...rest }) => ({
    ...rest,
    groups: {
      ...(onCall === undefined ? {} : { S0ONCALL: onCall }),
      ...(chefs === undefined ? {} : { S0CHEFS: chefs }),
    },
  }));

const rule = fc.oneof(
  anyPerson.map(({ userId }) => user(userId)),
  fc.constantFrom(usergroup('S0ONCALL'), usergroup('S0CHEFS', 1), usergroup('S0ONCALL', 2), channelMembers(), anyone()),
);
const rules = fc.array(rule, { minLength: 1, maxLength: 3 });
const needed = fc.record({ approve: mostly(2, 1, 3), reject: mostly(2, 1, 3) });

const schedule = fc
  .record({
    expiresInMs: maybe(fc.integer({ min: minute, max: 4 * hour })),
    onExpiry: fc.constantFrom('expire', 'reject', 'approve'),
    remindEveryMs: maybe(fc.integer({ min: minute, max: hour })),
    escalate: fc.array(
      fc
        .record({ afterMs: fc.integer({ min: 1, max: 2 * hour }), approvers: rules, where: fc.subarray([...places]) })
        .map(({ where, ...step }) => ({ ...step, channels: where.map(escalationPlace) })),
      { maxLength: 2 },
    ),
  })
  .map((change) =>
    aSchedule({ ...change, escalate: change.escalate.toSorted((one, other) => one.afterMs - other.afterMs) }),
  );

const stages: fc.Arbitrary<readonly StagePolicy[]> = fc
  .array(
    fc
      .record({
        approvers: rules,
        quorum: fc.integer({ min: 1, max: 2 }),
        where: fc.subarray([...places]),
        expiresInMs: maybe(fc.integer({ min: minute, max: hour })),
        escalate: schedule.map((one) => one.escalate),
      })
      .map(({ where, ...stage }) => ({ ...stage, channels: where.map(escalationPlace) })),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.map((stage, index) => ({ ...stage, name: `stage ${index + 1}` })));
const isUncounted = (one: ApproverRule): boolean => one.type !== 'usergroup' || one.count === null;

const choices: readonly Choice[] = [
  { id: 'now', label: 'Now', answer: 'approve' },
  { id: 'later', label: 'Later', answer: 'approve', reason: 'optional' },
  { id: 'no', label: 'No', answer: 'reject', reason: 'none' },
];
const choiceIds = { approve: ['now', 'later'], reject: ['no'] } as const;

const inputs = { size: { type: 'text', label: 'Size' } } as const;
const uncounted = (rules: Policy['approvers']) =>
  rules.map((one) => (one.type === 'usergroup' ? { ...one, count: null } : one));
const uncountedSteps = (steps: readonly EscalationStep[]) =>
  steps.map((step) => ({ ...step, approvers: uncounted(step.approvers) }));

/** One approval decides where payloads can be edited: of the question, or of its last stage. */
function withInputs(policy: Policy): Policy {
  const { schedule, quorum, approvers, stages: all } = policy;
  const last = all?.at(-1);
  if (all !== undefined && last !== undefined) {
    const { escalate } = last;
    const one = { ...last, quorum: 1, approvers: uncounted(last.approvers), escalate: uncountedSteps(escalate) };
    return { ...policy, inputs, stages: [...all.slice(0, -1), one] };
  }
  return {
    ...policy,
    inputs,
    approvers: uncounted(approvers),
    quorum: { ...quorum, approve: 1 },
    schedule: { ...schedule, escalate: uncountedSteps(schedule.escalate) },
  };
}

const policy: fc.Arbitrary<Policy> = fc
  .record({
    approvers: rules,
    quorum: needed,
    allowSelfApproval: fc.boolean(),
    reason: fc.record({
      approve: fc.constantFrom('none', 'optional'),
      reject: fc.constantFrom('optional', 'required'),
    }),
    notify: fc.constantFrom('requester', 'nobody'),
    fallbackChannel: maybe(fc.constant('C0FALLBACK')),
    schedule,
    mention: maybe(fc.oneof(fc.constant('nobody' as const), rules)),
    stages: maybe(stages),
    vetoers: maybe(rules.map((all) => all.filter(isUncounted))),
    hasChoices: fc.boolean(),
    isEditable: fc.boolean(),
  })
  .map(({ mention, stages: staged, vetoers, hasChoices, isEditable, ...change }) => {
    const made = aPolicy({
      ...change,
      ...(mention === null ? {} : { mention }),
      ...(staged === null ? {} : { stages: staged }),
      ...(vetoers === null ? {} : { vetoers }),
      ...(hasChoices ? { choices } : {}),
    });
    return isEditable ? withInputs(made) : made;
  });

/** The approval as it was in the stage of a vote. */
function inStageOf(
  approval: Approval,
  { stage }: { readonly stage: string | null },
): Pick<Approval, 'policy' | 'stage'> {
  const { policy } = approval;
  const index = policy.stages?.findIndex(({ name }) => name === stage) ?? -1;
  return index < 0 ? { policy } : { policy, stage: { number: index + 1, beganAt: now } };
}

/** A command that fits the approval it will meet, as far as that is not the point. */
type Order = (at: number, approval: Approval) => Command;

const failure = fc.constantFrom(
  { type: 'retry', afterMs: null, reason: 'status 503' } as const,
  { type: 'retry', afterMs: 2 * minute, reason: 'ratelimited' } as const,
  { type: 'unknown', reason: 'timeout' } as const,
  { type: 'waiting', reason: 'is_archived', isAppWide: false } as const,
  { type: 'waiting', reason: 'thread_not_found', isAppWide: false } as const,
  { type: 'waiting', reason: 'token_expired', isAppWide: true } as const,
  { type: 'gone', reason: 'message_not_found' } as const,
  { type: 'gone', reason: 'cant_update_message' } as const,
  { type: 'unfit', reason: 'msg_blocks_too_long' } as const,
);
const ok = fc.constant({ type: 'ok' } as const);
const behind = mostly(0, 1);
const nth = fc.nat({ max: 4 });
const messageTs = fc.constantFrom('100.1', '200.2', '300.3');

const copyOf = (approval: Approval, index: number) =>
  approval.work.copies[index % Math.max(1, approval.work.copies.length)];
const drawnFrom = (approval: Approval, index: number, late: number): Drawn => ({
  wanted: Math.max(1, (copyOf(approval, index)?.wanted ?? 1) - late),
  decided: approval.status !== 'pending' && late === 0,
});

const vote: fc.Arbitrary<Order> = fc
  .record({
    by: anyPerson,
    answer: mostly<Answer>('approve', 'reject'),
    nthChoice: mostly(0, 1),
    isMischosen: mostly(false, false, true),
    reasonRef: maybe(fc.constant('reason-1')),
    isForged: mostly(false, true),
    place: mostly<string | null>('C0OVEN', 'C0SECOND', 'C0ELSEWHERE', null),
    messageTs,
    isEphemeral: mostly(false, true),
    isStamped: fc.boolean(),
    installation: mostly(here, null, { ...here, teamId: 'T0OTHER' }),
    facts: fc.oneof(facts, fc.constant(noFacts)),
    isEdit: fc.boolean(),
  })
  .map(
    ({ isEdit, isForged, nthChoice, isMischosen, place, messageTs: ts, isEphemeral, isStamped, ...change }) =>
      (at, { revision, policy: { choices: offered, inputs: editable } }) =>
        castVote({
          ...change,
          ...(isEdit && editable !== undefined && change.answer === 'approve' ? { edit: anEdit(at) } : {}),
          now: at,
          choice: (offered === undefined) === isMischosen ? (choiceIds[change.answer][nthChoice] ?? 'no') : null,
          voteId: `vote of ${change.by.userId}`,
          digest: isForged ? 'sha256:forged' : revision.digest,
          seen: place === null ? null : { channelId: place, messageTs: ts, isEphemeral },
          actionTs: isStamped ? `${Math.floor(at / minute)}.1` : null,
        }),
  );

const anEdit = (at: number): Edit => ({
  digest: `sha256:edited at ${at}`,
  payloadRef: `payload of ${at}`,
  contentRef: `content of ${at}`,
});

const takenBack: fc.Arbitrary<Order> = anyPerson.map(
  (by): Order =>
    (at) =>
      takeBack({ by, now: at, actionTs: `${Math.floor(at / minute)}.2` }),
);

const check: fc.Arbitrary<Order> = fc
  .record({
    facts,
    nth: mostly(0, 1),
    failed: mostly(null, { code: 'missing_scope', explanation: 'Because.' } as const),
  })
  .map(
    ({ nth: index, ...change }) =>
      (at, { work }) =>
        checkVote({ ...change, voteId: work.unchecked[index]?.voteId ?? 'none', now: at }),
  );

const payload: fc.Arbitrary<Order> = fc
  .record({ by: requester, policy, samePayload: fc.boolean(), contextRef: maybe(fc.constant('context-1')) })
  .map(
    (change) =>
      (at, { revision }) =>
        amend({ ...change, revision: { ...aRevision(), digest: `sha256:${revision.number + 1}` }, now: at }),
  );

const progress: fc.Arbitrary<Order> = fc
  .record({
    step: mostly('prep', 'bake', 'none'),
    state: fc.constantFrom<StepState>('pending', 'active', 'done', 'failed'),
    sameDetail: fc.boolean(),
  })
  .map((change) => (at) => report({ ...change, now: at }));

const seldom: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ by: requester, releaseKey: fc.boolean() }).map(
    (change): Order =>
      (at) =>
        withdraw({ ...change, now: at }),
  ),
  fc.constantFrom<Order>(
    (at) => redeliver({ now: at }),
    (at) => ({ type: 'erase', now: at }),
    (at) => ({ type: 'release_key', now: at }),
    (at) => ({ type: 'install', now: at, installation: { ...here, teamId: 'T0OTHER' } }),
    (at) => ({ type: 'take_over', now: at }),
    (at) => ({ type: 'wake_card', now: at, channelId: null, waitedMs: 0 }),
    (at) => ({ type: 'repost', now: at }),
    (at) => ({ type: 'set_aside', now: at }),
    (at) => ({ type: 'replace_context', now: at, contextRef: 'context-2' }),
    (at) => ask({ now: at }),
  ),
);

const post: fc.Arbitrary<Order> = fc
  .record({
    nth,
    behind,
    messageTs,
    failed: maybe(fc.oneof(failure, fc.constant({ type: 'busy', afterMs: second } as const))),
  })
  .map(({ nth: index, behind: late, messageTs: ts, failed }) => (at, approval) => {
    const { copyId = 9, channelId = 'C0OVEN' } = copyOf(approval, index) ?? {};
    const arrived = { type: 'ok', channelId, ts } as const;
    const result =
      failed === null
        ? arrived
        : failed.type === 'busy'
          ? { type: 'busy' as const, until: at + failed.afterMs }
          : failed;
    return { type: 'record_post', now: at, copyId, drawn: drawnFrom(approval, index, late), result };
  });

const sync: fc.Arbitrary<Order> = fc
  .record({ nth, behind, result: fc.oneof({ weight: 2, arbitrary: ok }, { weight: 1, arbitrary: failure }) })
  .map(({ nth: index, behind: late, result }) => (at, approval) => ({
    type: 'record_sync',
    now: at,
    copyId: copyOf(approval, index)?.copyId ?? 9,
    drawn: drawnFrom(approval, index, late),
    result,
  }));

const notice: fc.Arbitrary<Order> = fc
  .record({ result: fc.oneof(ok, failure) })
  .map(({ result }) => (at, { work }) => ({
    type: 'record_notice',
    now: at,
    noticeId: work.notices[0]?.noticeId ?? 99,
    result,
  }));

const deliveryResult: fc.Arbitrary<DeliveryOutcome> = fc.oneof(
  fc.constantFrom<DeliveryOutcome>({ type: 'delivered' }, { type: 'rejected', reason: 'status 410' }),
  fc.record({
    type: fc.constant('retry' as const),
    afterMs: maybe(fc.constant(hour)),
    reason: fc.constant('status 503'),
    shortens: fc.boolean(),
  }),
);
const delivery: fc.Arbitrary<Order> = fc
  .record({ jitter: fc.double({ min: 0, max: 0.99, noNaN: true }), result: deliveryResult })
  .map((change) => (at) => ({ type: 'record_delivery', now: at, ...change }));

const step = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, second, 10 * second) },
    { weight: 2, arbitrary: fc.integer({ min: minute, max: 20 * minute }) },
  ),
  fc.oneof(
    { weight: 6, arbitrary: vote },
    { weight: 4, arbitrary: check },
    { weight: 1, arbitrary: takenBack },
    { weight: 2, arbitrary: fc.constant<Order>((at) => tick(at)) },
    { weight: 1, arbitrary: payload },
    { weight: 2, arbitrary: progress },
    { weight: 1, arbitrary: seldom },
    { weight: 3, arbitrary: post },
    { weight: 3, arbitrary: sync },
    { weight: 1, arbitrary: notice },
    { weight: 2, arbitrary: delivery },
  ),
);

const question = fc
  .record({
    policy,
    requester,
    where: fc.subarray([...places], { minLength: 1 }),
    contextRef: maybe(fc.constant('context-0')),
    behalf: fc.oneof(
      fc.constant({}),
      anyPerson.map((onBehalfOf) => ({ onBehalfOf })),
    ),
    trouble: fc.constantFrom({}, { troubleChannel: 'C0TROUBLE' }),
  })
  .map(({ where, behalf, trouble, ...change }) =>
    ask({ ...change, ...behalf, ...trouble, ...toPlaceList(where), installation: here }),
  );

interface State {
  /** The instant of the command that led here. */
  readonly at: number;
  readonly approval: Approval;
}

interface Run {
  /** What the short way of a click made of each vote, beside what the whole one did. */
  readonly votes: readonly { readonly taken: readonly ApprovalEvent[] | null; readonly decided: Decided }[];
  readonly events: readonly ApprovalEvent[];
  readonly states: readonly State[];
  readonly last: Approval;
}

/** Everything that happens to one approval under some commands. */
const run: fc.Arbitrary<Run> = fc
  .tuple(question, fc.array(step, { maxLength: 40, size: 'max' }))
  .map(([first, steps]) => {
    const events: ApprovalEvent[] = [...decide(first, null).events];
    const start = evolveAll(null, events);
    if (start === null) throw new Error('A question makes an approval.');
    const states: State[] = [{ at: now, approval: start }];
    const votes: Run['votes'][number][] = [];
    let last = start;
    let at = now;
    for (const [afterMs, order] of steps) {
      at += afterMs;
      const command = order(at, last);
      const decided = decide(command, last);
      if (command.type === 'cast_vote') votes.push({ taken: takeClick(command, last), decided });
      events.push(...decided.events);
      last = evolveOn(last, decided.events);
      states.push({ at, approval: last });
    }
    return { votes, events, states, last };
  });

/** The names of the rules that a case breaks. */
function broken<Case>(laws: Readonly<Record<string, (one: Case) => boolean>>, one: Case): readonly string[] {
  return Object.entries(laws).flatMap(([name, holds]) => (holds(one) ? [] : [name]));
}

const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
const decisionOf = (approval: Approval) => (approval.status === 'pending' ? null : approval.decision);

const isPostedAgain = (event: ApprovalEvent): boolean =>
  event.type === 'copy_changed' && event.change.ts === null && event.change.size === 'whole';

/** A post whose answer came late: its copy was given up, and is there after all. */
function isRevived(event: ApprovalEvent, before: readonly ApprovalEvent[]): boolean {
  if (event.type !== 'copy_changed' || event.change.state !== 'live') return false;
  const { copyId } = event;
  return before.some((one) => one.type === 'copy_changed' && one.copyId === copyId && one.change.state === 'gone');
}

const isMessageKnown = (event: ApprovalEvent): boolean =>
  (event.type === 'copy_changed' && [event.change.ts, event.change.syncedAt].some((known) => known != null)) ||
  (event.type === 'copy_added' && event.ts !== null);

function isSameDecision(before: DecisionFact, after: DecisionFact | null): boolean {
  if (after === null || after.withdrawnBy !== erasedName) return before === after;
  const { withdrawnBy: _, ...kept } = before;
  const { withdrawnBy: __, ...same } = after;
  return JSON.stringify(kept) === JSON.stringify(same);
}

describe('whatever is asked of it', () => {
  const laws: Readonly<Record<string, (one: Run) => boolean>> = {
    'a click that is taken the short way is decided as the whole way would': ({ votes }) =>
      votes.every(
        ({ taken, decided: { events, refusal } }) =>
          taken === null || (refusal === null && JSON.stringify(taken) === JSON.stringify(events)),
      ),
    'an approval is decided once at most': ({ events }) =>
      events.filter(({ type }) => type === 'decided' || type === 'withdrawn').length <= 1,
    'a decision never changes, but for a name that is erased': ({ states, last }) =>
      states.every(({ approval }) => {
        const decision = decisionOf(approval);
        return decision === null || isSameDecision(decision, decisionOf(last));
      }),
    'its status is what its decision says': ({ last }) => last.status === (decisionOf(last)?.outcome ?? 'pending'),
    'its votes never amount to more than it says': ({ states }) =>
      states.every(({ approval }) => approval.status !== 'pending' || decideByStage(approval, now).length === 0),
    'votes alone decide by votes': ({ last }) => {
      const decision = decisionOf(last);
      const votes = last.votes.filter(({ by }) => decision?.by.includes(by));
      const isVetoed = votes.some(({ isVeto }) => isVeto === true);
      if (decision?.cause !== 'votes') return true;
      const current = inStage({ ...last, votes });
      return (isVetoed ? 'rejected' : decidingVotes(current, current.votes)?.outcome) === decision.outcome;
    },
    'who approved in the end chose the same, which is what was decided': ({ last }) => {
      const decision = decisionOf(last);
      if (decision?.cause !== 'votes' || decision.outcome !== 'approved') return true;
      const chosen = inStage(last).votes.filter(({ by }) => decision.by.includes(by));
      return chosen.every(({ choice }) => choice === (decision.choice ?? null));
    },
    'every vote is one that is offered in its stage': ({ states }) =>
      states.every(({ approval }) =>
        [...approval.votes, ...approval.work.unchecked].every((one) => isOffered(inStageOf(approval, one), one)),
      ),
    'only a vote of the last stage brings an edit': ({ states }) =>
      states.every(({ approval }) =>
        [...approval.votes, ...approval.work.unchecked].every(
          (one) => one.edit === undefined || inputsOf(inStageOf(approval, one)) !== undefined,
        ),
      ),
    'what is approved is what the approver made of it, or else what was asked': ({ last }) => {
      const decision = decisionOf(last);
      if (decision?.cause !== 'votes' || decision.outcome !== 'approved') return last.edited === undefined;
      const [edit] = inStage(last).votes.flatMap((vote) => (decision.by.includes(vote.by) ? [vote.edit] : []));
      const { edited, revision } = last;
      if (edit === undefined || edited === undefined) return edit === edited;
      return revision.digest === edit.digest && revision.number === edited.original.number + 1;
    },
    'what votes approve was approved in each of its stages': ({ last }) => {
      const decision = decisionOf(last);
      if (decision?.outcome !== 'approved' || decision.cause !== 'votes') return true;
      return (last.policy.stages ?? []).every((_, index) => {
        const stage = { number: index + 1, beganAt: now };
        const current = inStage({ ...last, stage, escalationLevel: 0 });
        return decidingVotes(current, current.votes)?.outcome === 'approved';
      });
    },
    'a stage begins once for a revision, and in its turn': ({ events }) => {
      let number = 1;
      return events.every((event) => {
        if (event.type === 'amended') number = 1;
        if (event.type === 'stage_begun') number += 1;
        return event.type !== 'stage_begun' || event.number === number;
      });
    },
    'what is checked is for the current stage': ({ states }) =>
      states.every(({ approval }) =>
        approval.work.unchecked.every(({ stage }) => stage === (currentStage(approval)?.name ?? null)),
      ),
    'nobody counts twice, or is checked twice': ({ states }) =>
      states.every(({ approval }) =>
        // but a vetoer who voted in a stage that is over
        [approval.votes.filter(({ isVeto }) => isVeto !== true), approval.work.unchecked].every((votes) =>
          isDistinct(votes.map(({ by }) => by.userId)),
        ),
      ),
    'an answer decides nothing while a newer one of that person is being checked': ({ events }) =>
      events.every(
        (event, index) =>
          event.type !== 'decided' ||
          evolveAll(null, events.slice(0, index))?.work.unchecked.every(
            (newer) => !event.by.some(({ userId }) => userId === newer.by.userId),
          ) === true,
      ),
    'nobody changes an answer more than five times': ({ states }) =>
      states.every(({ approval }) => approval.work.changes?.every(([, count]) => count <= 5) !== false),
    'no answer is from expiry or later': ({ last }) =>
      last.votes.every(({ votedAt }) => last.expiresAt === null || votedAt < last.expiresAt),
    'nobody decides their own': ({ last }) =>
      last.policy.allowSelfApproval ||
      last.votes.every(({ by }) => ![last.requester, last.onBehalfOf, ...last.amenders].includes(by)),
    'once decided it checks and reminds nobody, and posts only if a program reposts the card': ({ states, events }) =>
      states.every(
        ({ approval }) =>
          approval.status === 'pending' ||
          (approval.work.unchecked.length === 0 &&
            approval.work.notices.every(({ topic }) => topic.type !== 'reminder') &&
            (events.some(isPostedAgain) || owed(approval, now + 1e12).every(({ type }) => type !== 'post'))),
      ),
    '`never_shown` follows the end if no message was known then, and is nowhere else': ({ events, last }) => {
      const saidAt = events.findIndex(({ type }) => type === 'never_shown');
      const end = events.findIndex(({ type }) => type === 'decided' || type === 'withdrawn');
      const isKnown = events.slice(0, end).some(isMessageKnown);
      const isSaid = end !== -1 && !isKnown;
      return saidAt === (isSaid ? end + 1 : -1) && (decisionOf(last)?.neverShown === true) === isSaid;
    },
    'nothing is approved by its expiry that nobody could see': ({ last }) => {
      const decision = decisionOf(last);
      return decision?.cause !== 'expiry' || decision.outcome !== 'approved' || decision.neverShown !== true;
    },
    'no message is two copies': ({ last }) =>
      isDistinct(last.work.copies.flatMap((copy) => (copy.ts === null ? [] : [`${copy.channelId} ${copy.ts}`]))),
    'no copy shows more than is wanted': ({ last }) => last.work.copies.every(({ shown, wanted }) => shown <= wanted),
    'of the copies that belong together one mentions at most, and no direct message does': ({ states }) =>
      states.every(({ approval }) => {
        const mentioning = approval.work.copies.filter(({ mentioned }) => mentioned);
        return isDistinct(mentioning.map(({ level, stage }) => `${level} ${stage}`)) && !mentioning.some(isDirect);
      }),
    'no place has two live cards but those that clicks and late answers teach': ({ last, events }) =>
      events.some((event, index) => event.type === 'copy_added' || isRevived(event, events.slice(0, index))) ||
      last.work.copies.every(
        (copy) =>
          copy.state === 'gone' ||
          last.work.copies.every((one) => one === copy || one.state === 'gone' || !isSamePlace(one.place, copy.place)),
      ),
    'the trouble channel is told where there is one, and of a trouble that was there': ({ events }) =>
      events.every(
        (event) =>
          event.type !== 'notice_owed' ||
          event.to.type !== 'channel' ||
          (isTrouble(event.topic) && event.to.channelId === 'C0TROUBLE'),
      ),
    'what is set aside owes the trouble channel alone': ({ last }) =>
      !last.work.setAside ||
      owed(last, now + 1e12).every(
        (work) =>
          work.type === 'notice' &&
          last.work.notices.some(({ noticeId, to }) => noticeId === work.noticeId && to.type === 'channel'),
      ),
    'there are at most twenty copies': ({ last }) => last.work.copies.length <= 20,
  };

  test('every law holds', () => {
    fc.assert(
      fc.property(run, (one) => {
        expect(broken(laws, one)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the history', () => {
  const without = (approval: Approval | null) => ({ ...approval, work: null });

  test('makes the approval again: alone all but its work, with what happened to the work all of it', () => {
    fc.assert(
      fc.property(run, ({ events, last }) => {
        expect(evolveAll(null, events)).toEqual(last);
        expect(without(evolveAll(null, events.filter(isHistoryEvent)))).toEqual(without(last));
      }),
      { numRuns: 250 },
    );
  });

  test('survives being written as JSON', () => {
    fc.assert(
      fc.property(run, ({ events, last }) => {
        expect(evolveAll(null, JSON.parse(JSON.stringify(events)) as readonly ApprovalEvent[])).toEqual(last);
      }),
      { numRuns: 100 },
    );
  });

  test('may be replayed in any order without throwing', () => {
    const shuffled = fc
      .tuple(run, run)
      .chain(([one, other]) => fc.shuffledSubarray([...one.events, ...other.events], { minLength: 1 }));

    fc.assert(
      fc.property(shuffled, (events) => {
        expect(evolveAll(null, events) === null).toBe(events.every(({ type }) => type !== 'asked'));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is owed', () => {
  const laws: Readonly<Record<string, (state: State) => boolean>> = {
    'nothing is owed before the approval is due': ({ approval, at }) => {
      const due = dueAt(approval);
      return owed(approval, at).length === 0 || (due !== null && due <= at);
    },
    'something is owed at the instant it is due, unless time itself is': ({ approval }) => {
      const due = dueAt(approval);
      return due === null || due === scheduledAt(approval) || owed(approval, due).length > 0;
    },
    'what is owed stays owed until it is done': ({ approval, at }) => {
      const later = owed(approval, at + day).map((work) => JSON.stringify(work));
      return owed(approval, at).every((work) => later.includes(JSON.stringify(work)));
    },
    'one tick does all that time does, so that a record that is due does not spin': ({ approval, at }) => {
      const next = scheduledAt(evolveOn(approval, decide(tick(at), approval).events));
      return next === null || next > at;
    },
    'a tick does nothing before its time': ({ approval, at }) => {
      const due = scheduledAt(approval);
      return (due !== null && due <= at) || decide(tick(at), approval).events.length === 0;
    },
  };

  test('every law holds, at any instant', () => {
    fc.assert(
      fc.property(run, fc.integer({ min: -hour, max: 3 * day }), ({ states }, afterMs) => {
        expect(states.flatMap(({ at, approval }) => broken(laws, { approval, at: at + afterMs }))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('an event of another approval', () => {
  const neverFit: Readonly<Record<'pending' | 'decided', readonly ApprovalEvent['type'][]>> = {
    pending: [
      'never_shown',
      'asked',
      'delivered',
      'delivery_dead',
      'redelivered',
      'progressed',
      'erased',
      'delivery_deferred',
    ],
    decided: [
      'asked',
      'amended',
      'edited',
      'voted',
      'escalated',
      'reminded',
      'decided',
      'withdrawn',
      'vote_received',
      'checking_shown',
    ],
  };

  test('that does not fit leaves this one as it is, and none throws', () => {
    fc.assert(
      fc.property(run, run, ({ states }, other) => {
        const changed = states.flatMap(({ approval }) => {
          const types = neverFit[approval.status === 'pending' ? 'pending' : 'decided'];
          return other.events.filter((event) => evolve(approval, event) !== approval && types.includes(event.type));
        });

        expect(changed).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
