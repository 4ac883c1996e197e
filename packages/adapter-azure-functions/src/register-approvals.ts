import type { app, InvocationContext } from '@azure/functions';
import { type Approvals, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { createLog, isInMemory, refuseUnknownKeys, type WaitUntil } from '@k8s-pizza/slack-approval/host';
import { handleRaw } from './raw-handler.js';

/** The route of Slack's requests, and the schedule of due work. */
export interface RegisterApprovalsOptions {
  /** The route of the HTTP trigger, below the route prefix in host.json (`api` by default). @default 'slack/{door?}' */
  readonly route?: string;
  /** When the timer does due work, as an NCRONTAB expression. @default '0 * * * * *' (every minute) */
  readonly schedule?: string;
}

/** A response waits for the work of its click until this long after the request arrived. Slack's timeout is 3 s. */
const responseDeadlineMs = 2_000;
/** The first work of a process loads the Slack client. This delay lets the host send the response first. */
const afterResponseMs = 100;
/** One timer run ends before the next one starts. */
const timerRun = '50s';
const memoryStoreRefused =
  'registerApprovals must not get approvals in a memoryStore, which ends with the instance of the function app: give createApprovals a durable store, such as azureTablesStore or postgresStore.';

/**
 * Registers an HTTP trigger that answers Slack, and a timer that does due work.
 *
 * They are named `slackApprovals` and `slackApprovalsDue`. The HTTP trigger is anonymous, since Slack signs its requests.
 *
 * @example
 * ```ts
 * import { app } from '@azure/functions';
 * import { createApprovals } from '@k8s-pizza/slack-approval';
 * import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
 * import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
 *
 * declare const store: ApprovalStore; // azureTablesStore or postgresStore
 * const slack = { token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET };
 * registerApprovals(app, createApprovals({ slack, store }));
 * ```
 * @throws {SlackApprovalError} invalid_options — the store is a `memoryStore`, or an option is unknown
 */
export function registerApprovals(
  functionApp: Pick<typeof app, 'http' | 'timer'>,
  approvals: Pick<Approvals, 'handleRaw' | 'processDue'>,
  options: RegisterApprovalsOptions = {},
): void {
  refuseUnknownKeys('registerApprovals', options, { route: true, schedule: true });
  const { route = 'slack/{door?}', schedule = '0 * * * * *' } = options;
  if (isInMemory(approvals)) throw new SlackApprovalError('invalid_options', memoryStoreRefused);
  let isWarm = false;
  const processDue = async (): Promise<void> => {
    await approvals.processDue({ for: timerRun });
    isWarm = true;
  };
  const processDueAfterResponse = (invocation: InvocationContext): void => {
    const due = new Promise((resolve) => setTimeout(resolve, afterResponseMs).unref())
      .then(processDue)
      .catch((error: unknown) =>
        createLog(invocation).warn('due_work_failed', 'due work failed; the timer retries it', { error }),
      );
    // a test ends with `approvals.stop()`, which waits for it
    approvals.handleRaw.track?.(due);
  };

  functionApp.http('slackApprovals', {
    methods: ['POST'],
    authLevel: 'anonymous',
    route,
    handler: async (request, invocation) => {
      const waitUntil = isWarm ? waitUntilDeadline(performance.now()) : null;
      const response = await handleRaw(request, approvals.handleRaw, { waitUntil });
      // a refused request leaves no work
      if (waitUntil === null && response.status === 200) processDueAfterResponse(invocation);
      return response;
    },
  });
  functionApp.timer('slackApprovalsDue', { schedule, handler: processDue });
}

function waitUntilDeadline(startedAt: number): WaitUntil {
  return async (work) => {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise((resolve) => {
      timer = setTimeout(resolve, startedAt + responseDeadlineMs - performance.now());
    });
    await Promise.race([work, deadline]);
    clearTimeout(timer);
  };
}
