import { createApprovals, user, webhook } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';

/** What the program is told by its environment. */
export interface Settings {
  readonly SLACK_BOT_TOKEN: string;
  readonly SLACK_SIGNING_SECRET: string;
  readonly SLACK_API_URL: string;
  readonly RECEIVER_URL: string;
  readonly RECEIVER_SECRET: string;
}

type Deploy = { readonly service: string; readonly channel: string };

/** A program that asks to deploy, served by whatever runtime it is in. What a test tells it comes in at `/program/`. */
export function createProgram(settings: Settings, store: ApprovalStore) {
  const approvals = createApprovals({
    slack: {
      token: settings.SLACK_BOT_TOKEN,
      signingSecret: settings.SLACK_SIGNING_SECRET,
      apiUrl: settings.SLACK_API_URL,
    },
    store,
  });
  const deploy = approvals.define('deploy', {
    // as: only this test asks
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Deploy }) } },
    channel: ({ channel }) => channel,
    card: ({ service }) => ({ title: `Deploy ${service}?` }),
    approvers: [user('U0ALICE'), user('U0BOB')],
    reason: { reject: 'required' },
    onDecision: webhook(settings.RECEIVER_URL, { secret: settings.RECEIVER_SECRET }),
  });

  const orders: Readonly<Record<string, (value: Record<string, string>) => Promise<unknown>>> = {
    ask: async ({ service = '', channel = '' }) =>
      (await deploy.ask({ service, channel }, { key: service, requester: 'ci' })).approval,
    withdraw: ({ id = '', reason = '' }) => approvals.withdraw(id, { by: 'ci', reason }),
    get: ({ id = '' }) => approvals.get(id),
    processDue: () => approvals.processDue({ for: '1s' }),
  };

  return {
    approvals,
    async answer(request: Request, waitUntil?: (work: Promise<unknown>) => void): Promise<Response> {
      const [, order = ''] = /^\/program\/(\w+)$/.exec(new URL(request.url).pathname) ?? [];
      const obey = orders[order];
      if (obey === undefined) return approvals.handle(request, waitUntil === undefined ? {} : { waitUntil });
      // as: only this test sends orders
      const answer = await obey((await request.json()) as Record<string, string>);
      waitUntil?.(approvals.flush());
      return Response.json(answer);
    },
  };
}
