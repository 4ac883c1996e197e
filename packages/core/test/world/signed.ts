import type { Approval } from '@k8s-pizza/slack-approval';
import type { RawRequest, RawResponse } from '@k8s-pizza/slack-approval/host';
import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import type { WithCopies } from './people.js';
import { present, type World } from './world.js';

export const formType = 'application/x-www-form-urlencoded';
export const jsonType = 'application/json';

export interface Click {
  readonly value: string;
  readonly userId?: string;
  readonly action?: string;
  readonly change?: Readonly<Record<string, unknown>>;
  readonly actionTs?: string;
}

export function buttonValue({ id, digest }: Pick<Approval<unknown>, 'id' | 'digest'>): string {
  return `v1.${id}.${digest}`;
}

/** A click as Slack puts it, on the first copy of a card, with whatever value a test gives it. It has no `response_url`. */
export function clickPayload({ slack }: World, approval: WithCopies, click: Click): object {
  const { userId = 'U0ALICE', value, action = 'approval:default:approve', actionTs = '1767261700.000100' } = click;
  const copy = approval.copies[0];
  return {
    type: 'block_actions',
    api_app_id: slack.appId,
    team: { id: slack.teamId, domain: 'pizza' },
    user: { id: userId, team_id: slack.teamId },
    container: { type: 'message', message_ts: copy?.ts, channel_id: copy?.channelId, is_ephemeral: false },
    channel: { id: copy?.channelId, name: 'pizza' },
    actions: [{ type: 'button', action_id: action, block_id: 'decide', value, action_ts: actionTs }],
    ...click.change,
  };
}

export function formOf(payload: object): string {
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The bytes signed as Slack signs them, at the world's instant or so many seconds from it. */
export async function signed(
  world: World,
  body: string | Uint8Array,
  { contentType = formType, ageSeconds = 0 }: { readonly contentType?: string; readonly ageSeconds?: number } = {},
): Promise<RawRequest> {
  const request = signSlackRequest({
    signingSecret: world.slack.signingSecret,
    body,
    timestampSeconds: Math.floor(world.clock() / 1000) - ageSeconds,
    contentType,
  });
  const bytes = new Uint8Array(await request.arrayBuffer());
  return { method: 'POST', header: (name) => request.headers.get(name), body: bytes };
}

/** Sends a click that Slack has signed, with the value of the button as given. */
export async function sendClick(world: World, approval: WithCopies, click: Click): Promise<RawResponse> {
  const body = formOf(clickPayload(world, approval, click));
  return await world.approvals.handleRaw(await signed(world, body), world.context);
}

/** What a slash command of a person is answered with. */
export async function typeCommand(world: World, userId: string, text: string): Promise<unknown> {
  const sent = await world.slack.command({ userId, channelId: 'C0PIZZA', command: '/approvals', text });
  return JSON.parse(present(sent.body));
}
