import {
  type Approvals,
  type RawResponse,
  refuseUnknownKeys,
  SlackApprovalError,
  type WaitUntil,
} from '@k8s-pizza/slack-approval';
import type { App } from '@slack/bolt';

/** What of the Slack app belongs to the approvals, and where their work after an answer goes. */
export interface RegisterApprovalsOptions {
  /** Whether the Home tab shows approvals. With false it stays the app's own. @default true */
  readonly home?: boolean;
  /** The slash command, with its slash. @default /approvals */
  readonly command?: string;
  /**
   * For a host that ends with its answer: null on AWS Lambda, beside a schedule that calls `processDue`.
   * @default none: the process lives on and does the work itself
   */
  readonly waitUntil?: WaitUntil | null;
}

const ourIds = /^approval:[a-z0-9-]{1,40}:[a-z_]{1,40}$/;
// behind a form's id stands where it was opened
const ourForms = /^approval:[a-z0-9-]{1,40}:[a-z_]{1,40}(?::[A-Za-z0-9.:]{1,80})?$/;
// Bolt leaves the acknowledging of this one event to the listener it was made for
const events = /^(?!function_executed$)/;
const eventsButHome = /^(?!function_executed$|app_home_opened$)/;

/**
 * Adds the approvals' buttons, forms, command, Home tab and events to a Bolt app.
 *
 * They match ids of the approvals alone, so the app's own listeners go on as before. Call it once for an app, behind any receiver.
 *
 * A click is acknowledged when its decision is stored. Where that fails the listener throws, and Slack shows the person its own error:
 * an error handler of the app's own must not call `ack`.
 *
 * @throws {SlackApprovalError} invalid_options — these are no approvals, the command has no slash, or an option is unknown
 */
export function registerApprovals(
  app: Pick<App, 'action' | 'view' | 'command' | 'event'>,
  approvals: Pick<Approvals, 'dispatch'>,
  options: RegisterApprovalsOptions = {},
): void {
  refuseUnknownKeys('registerApprovals', options, { home: true, command: true, waitUntil: true });
  const { home = true, command = '/approvals', waitUntil } = options;
  // one without its slash is never heard, and nobody would say so
  if (typeof Object(approvals).dispatch !== 'function' || !command.startsWith('/')) {
    throw new SlackApprovalError('invalid_options', 'registerApprovals takes approvals, and a command with its slash.');
  }
  const answer = async (body: unknown): Promise<RawResponse> => {
    const answered = await approvals.dispatch(body, waitUntil === undefined ? {} : { waitUntil });
    if (answered.status === 200) return answered;
    throw new Error(
      `The approvals answered ${answered.status}: Slack shows the person its own error. Their log says why.`,
    );
  };

  app.action({ type: 'block_actions', action_id: ourIds }, async ({ body, ack }) => {
    // a click is answered by a status alone: the reply went another way
    await answer(body);
    await ack();
  });
  app.view({ type: 'view_submission', callback_id: ourForms }, async ({ body, ack }) => {
    await ack(responseOf(await answer(body)));
  });
  app.view({ type: 'view_closed', callback_id: ourForms }, async ({ body, ack }) => {
    await answer(body);
    await ack();
  });
  app.command(command, async ({ body, ack }) => {
    await ack(responseOf(await answer(body)));
  });
  // acknowledged by Bolt itself, before any listener runs
  app.event(home ? events : eventsButHome, async ({ body }) => {
    await answer(body);
  });
}

function responseOf({ body }: RawResponse) {
  return body === '' ? undefined : JSON.parse(body);
}
