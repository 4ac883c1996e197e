import { type Approvals, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type RawResponse, refuseUnknownKeys, type WaitUntil } from '@k8s-pizza/slack-approval/host';
import type { App } from '@slack/bolt';

/** Which parts of the Bolt app the approvals use, and how they work after a response. */
export interface RegisterApprovalsOptions {
  /** Whether the Home tab shows approvals; false leaves it to your app. @default true */
  readonly home?: boolean;
  /** The slash command, with its slash. @default '/approvals' */
  readonly command?: string;
  /**
   * Keeps a serverless process alive for work after the response; null, as on AWS Lambda, leaves that work to `processDue`.
   * @default undefined: a long-running process does the work itself
   */
  readonly waitUntil?: WaitUntil | null;
}

// the id of a button may end with a choice
const actionIds = /^approval:[a-z0-9-]{1,40}:[a-z_]{1,40}(?::[a-z0-9_-]{1,40})?$/;
// the id of a modal ends with the place where it was opened
const callbackIds = /^approval:[a-z0-9-]{1,40}:[a-z_]{1,40}(?::[A-Za-z0-9.:]{1,80})?$/;
// Bolt lets only the listener of a `function_executed` event acknowledge it
const events = /^(?!function_executed$)/;
const eventsButHome = /^(?!function_executed$|app_home_opened$)/;

/**
 * Adds the approvals' buttons, modals, command, Home tab and events to a Bolt app.
 *
 * Call it once per app, with any receiver. Your other listeners keep working, since these match only ids of approvals.
 * A click is acknowledged once its vote is stored. If that fails, the listener throws and Slack shows an error: your error
 * handler must not call `ack`.
 *
 * @example
 * ```ts
 * import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
 * import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
 * import { App } from '@slack/bolt';
 *
 * const slack = { token: process.env.SLACK_BOT_TOKEN ?? '', signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' };
 * const app = new App(slack);
 * registerApprovals(app, createApprovals({ slack, store: memoryStore() }));
 * await app.start(3000);
 * ```
 * @throws {SlackApprovalError} invalid_options — not an `Approvals` object, a command without a slash, or an unknown option
 */
export function registerApprovals(
  app: Pick<App, 'action' | 'view' | 'command' | 'event'>,
  approvals: Pick<Approvals, 'handleVerified'>,
  options: RegisterApprovalsOptions = {},
): void {
  refuseUnknownKeys('registerApprovals', options, { home: true, command: true, waitUntil: true });
  const { home = true, command = '/approvals', waitUntil } = options;
  // Bolt would never match a command without its slash, and would not report it
  if (typeof Object(approvals).handleVerified !== 'function' || !command.startsWith('/')) {
    throw new SlackApprovalError(
      'invalid_options',
      'registerApprovals must get an Approvals object, and a command that starts with a slash.',
    );
  }
  const answer = async (body: unknown): Promise<RawResponse> => {
    const response = await approvals.handleVerified(body, waitUntil === undefined ? {} : { waitUntil });
    if (response.status === 200) return response;
    throw new Error(`The approvals answered ${response.status}, expected 200: see their log. Slack shows an error.`);
  };

  app.action({ type: 'block_actions', action_id: actionIds }, async ({ body, ack }) => {
    // the response to a click is only a status: any reply goes through the Web API
    await answer(body);
    await ack();
  });
  app.view({ type: 'view_submission', callback_id: callbackIds }, async ({ body, ack }) => {
    await ack(parseBody(await answer(body)));
  });
  app.view({ type: 'view_closed', callback_id: callbackIds }, async ({ body, ack }) => {
    await answer(body);
    await ack();
  });
  app.command(command, async ({ body, ack }) => {
    await ack(parseBody(await answer(body)));
  });
  // Bolt acknowledges events before any listener runs
  app.event(home ? events : eventsButHome, async ({ body }) => {
    await answer(body);
  });
}

function parseBody({ body }: RawResponse) {
  return body === '' ? undefined : JSON.parse(body);
}
