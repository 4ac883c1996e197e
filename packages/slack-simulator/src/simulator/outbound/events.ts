import { findConversation } from '../model/conversations.js';
import { installation, verificationToken } from '../model/default-world.js';
import type { Model } from '../model/model.js';
import type { Sent } from '../sent.js';
import type { Outbox, Outgoing } from './outbox.js';
import type { Attempt } from './signed-request.js';

/** §1: three retries, after these pauses. */
const pausesMs = [0, 60_000, 300_000] as const;

interface Retry {
  readonly body: string;
  readonly number: number;
  readonly reason: string;
  readonly dueAt: number;
}

export interface Events {
  send(event: { readonly type: string }): Promise<Sent>;
  sendDue(): Promise<readonly Sent[]>;
  clear(): void;
}

/** §1 Events body. */
function eventCallback(model: Model, event: { readonly type: string }): object {
  const ts = model.nextTs();
  const channelId = 'channel' in event && typeof event.channel === 'string' ? event.channel : '';
  return {
    type: 'event_callback',
    token: verificationToken,
    team_id: installation.teamId,
    api_app_id: installation.appId,
    event: { event_ts: ts, ...event },
    event_id: model.nextId('Ev'),
    event_time: Math.floor(model.now() / 1000),
    event_context: model.nextId('EC'),
    authorizations: [
      {
        enterprise_id: null,
        team_id: installation.teamId,
        user_id: installation.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: findConversation(model, channelId)?.externallyShared ?? false,
    context_team_id: installation.teamId,
    context_enterprise_id: null,
  };
}

function outgoing(method: string, body: object | string): Outgoing {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method, contentType: 'application/json', body: text, followRedirects: true };
}

/**
 * Events and their retries. Later retries wait in a list until `sendDue` finds them due; `wake` is told how long that is, so that
 * a simulator on the real clock can set a timer.
 */
export function createEvents(outbox: Outbox, wake: (afterMs: number) => void): Events {
  const { model } = outbox;
  let waiting: Retry[] = [];

  const afterFailure = async (body: string, number: number, failed: Attempt): Promise<Sent> => {
    const pause = pausesMs[number - 1];
    const { sent, noRetry } = failed;
    if (sent.failure === null || noRetry || pause === undefined) return sent;
    const retry = { body, number, reason: sent.failure, dueAt: model.now() + pause };
    if (pause === 0) return attempt(retry);
    waiting.push(retry);
    wake(pause);
    return sent;
  };
  const attempt = async ({ body, number, reason }: Retry): Promise<Sent> => {
    const headers = { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason };
    return afterFailure(body, number + 1, await outbox.send({ ...outgoing('event_callback', body), headers }));
  };

  return {
    async send(event) {
      if (event.type === 'url_verification') {
        return (await outbox.send(outgoing(event.type, { token: verificationToken, ...event }))).sent;
      }
      const body = JSON.stringify(eventCallback(model, event));
      model.changed();
      return afterFailure(body, 1, await outbox.send(outgoing('event_callback', body)));
    },
    async sendDue() {
      const due = waiting.filter((retry) => retry.dueAt <= model.now());
      waiting = waiting.filter((retry) => !due.includes(retry));
      const sent: Sent[] = [];
      for (const retry of due) sent.push(await attempt(retry));
      return sent;
    },
    clear() {
      waiting = [];
    },
  };
}
