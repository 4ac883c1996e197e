import { signSlackRequest } from '@k8s-pizza/slack-approval-testing';

/** Who presses which button of which card. */
export interface Click {
  readonly app: { readonly appId: string; readonly teamId: string; readonly signingSecret: string };
  readonly asked: { readonly id: string; readonly digest: string };
  readonly by: string;
  readonly button: 'approve' | 'reject' | 'take_back_vote';
  /**
   * Slack's stamp of the click, in seconds.
   *
   * @default that of `nowMs`
   */
  readonly actionTs?: string;
  /** The message that shows the card. */
  readonly channelId: string;
  readonly ts: string;
  readonly replyUrl: string;
  readonly nowMs: number;
}

/** A click as Slack sends it, with its signature; it can be sent again, byte for byte. */
export interface SignedClick {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function signedClick(click: Click): SignedClick {
  const { app, asked, by, button, channelId, ts, replyUrl, nowMs, actionTs = `${nowMs / 1_000}00` } = click;
  const payload = {
    type: 'block_actions',
    api_app_id: app.appId,
    team: { id: app.teamId, domain: 'test' },
    is_enterprise_install: false,
    user: { id: by, name: by.toLowerCase(), team_id: app.teamId },
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
    channel: { id: channelId, name: 'test' },
    message: { ts },
    trigger_id: '1.1.trigger',
    response_url: replyUrl,
    actions: [
      {
        type: 'button',
        action_id: `approval:default:${button}`,
        block_id: 'buttons',
        value: `v1.${asked.id}.${asked.digest}`,
        action_ts: actionTs,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestampSeconds = Math.floor(nowMs / 1_000);
  const { headers } = signSlackRequest({ signingSecret: app.signingSecret, body, timestampSeconds });
  return { body, headers: Object.fromEntries(headers) };
}

/** Slack shows the person an error if the answer comes later. */
const slackWaitsMs = 3_000;

/** Sends a click as Slack does. @returns whether the app acknowledged it: the person sees no error */
export async function sendClick(url: string, { headers, body }: SignedClick): Promise<boolean> {
  const signal = AbortSignal.timeout(slackWaitsMs);
  return await fetch(url, { method: 'POST', headers, body, signal }).then(
    ({ ok }) => ok,
    // the process was killed before it answered
    () => false,
  );
}
