import type { app, InvocationContext } from '@azure/functions';
import {
  type Approvals,
  isForgetful,
  refuseUnknownKeys,
  SlackApprovalError,
  type WaitUntil,
} from '@k8s-pizza/slack-approval';
import { answerRaw } from './answer-raw.js';

/** Where Slack's requests arrive, and how often owed work is taken up. */
export interface RegisterApprovalsOptions {
  /** Below the route prefix of host.json, which is `api` unless set. @default slack/{door?} */
  readonly route?: string;
  /** When owed work is taken up, as an NCRONTAB expression. @default 0 * * * * *, every minute */
  readonly schedule?: string;
}

/** The work of a click is waited for until this long after the request came; Slack itself waits 3 s. */
const answerWithinMs = 2_000;
/** Left to the worker to send an answer before the first work of a process begins: that loads the Slack client. */
const afterAnswerMs = 100;
/** One run ends before the next one begins. */
const runMs = 50_000;
const remedy = 'give createApprovals a store that outlives it, such as azureTablesStore or postgresStore';
const forgetful = `A memoryStore ends with the instance of a function app: ${remedy}.`;

/**
 * Registers the HTTP trigger that answers Slack, and the timer that does the work owed.
 *
 * They are named `slackApprovals` and `slackApprovalsDue`. Slack is known by its signature, so the trigger asks for no key.
 *
 * @throws {SlackApprovalError} invalid_options — the approvals are kept in a `memoryStore`, which ends with the instance; an option is unknown
 */
export function registerApprovals(
  functionApp: Pick<typeof app, 'http' | 'timer'>,
  approvals: Pick<Approvals, 'receive' | 'processDue'>,
  options: RegisterApprovalsOptions = {},
): void {
  refuseUnknownKeys('registerApprovals', options, { route: true, schedule: true });
  const { route = 'slack/{door?}', schedule = '0 * * * * *' } = options;
  if (isForgetful(approvals)) throw new SlackApprovalError('invalid_options', forgetful);
  let isWarm = false;
  const takeUpDue = async (): Promise<void> => {
    await approvals.processDue({ untilMs: runMs });
    isWarm = true;
  };
  const takeUpAfterAnswer = (context: InvocationContext): void => {
    const failed = (error: unknown) => context.warn('slack-approval: owed work waits for the timer', error);
    setTimeout(() => void takeUpDue().catch(failed), afterAnswerMs).unref();
  };

  functionApp.http('slackApprovals', {
    methods: ['POST'],
    authLevel: 'anonymous',
    route,
    handler: async (request, context) => {
      const waitUntil = isWarm ? untilAnswerIsDue(performance.now()) : null;
      const answer = await answerRaw(request, approvals.receive, { waitUntil });
      // what was refused has left no work
      if (waitUntil === null && answer.status === 200) takeUpAfterAnswer(context);
      return answer;
    },
  });
  functionApp.timer('slackApprovalsDue', { schedule, handler: takeUpDue });
}

function untilAnswerIsDue(startedAt: number): WaitUntil {
  return async (work) => {
    let timer: NodeJS.Timeout | undefined;
    const due = new Promise((resolve) => {
      timer = setTimeout(resolve, startedAt + answerWithinMs - performance.now());
    });
    await Promise.race([work, due]);
    clearTimeout(timer);
  };
}
