import type { IncomingHttpHeaders } from 'node:http';
import { createSlackSimulator, type SlackSimulator, type SlackSimulatorOptions } from '@k8s-pizza/slack-simulator';
import type { KnownBlock } from '@slack/types';
import { LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { startServer } from '../start-server.js';

/** A real client, as careful as ours: no retries of its own. */
export function clientOf(
  slack: Pick<SlackSimulator, 'apiUrl' | 'botToken'>,
  token: string = slack.botToken,
): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logLevel: LogLevel.ERROR,
  });
}

export async function startSlack(options: SlackSimulatorOptions = {}) {
  const slack = await createSlackSimulator(options);
  onTestFinished(() => slack.close());
  return { slack, web: clientOf(slack) };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An app of plain `node:http` that writes down what it gets. It answers an empty 200 unless told otherwise; null is no answer. */
export async function startApp(answer: (received: Received) => Answer | null | Promise<Answer | null> = () => ({})) {
  const received: Received[] = [];
  const { url, close } = await startServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(one);
    const given = await answer(one);
    if (given === null) return;
    response.writeHead(given.status ?? 200, given.headers);
    response.end(given.body ?? '');
  });
  onTestFinished(close);
  return { url: `${url}/slack/events`, received };
}

/** The JSON of an interaction, out of its one form field. */
export function payloadOf(received: Received | undefined) {
  return JSON.parse(new URLSearchParams(received?.body).get('payload') ?? 'null');
}

/** A card with two buttons, one in an actions block and one beside a section. */
export const card: KnownBlock[] = [
  { type: 'header', text: { type: 'plain_text', text: 'Order pizza?' } },
  {
    type: 'section',
    block_id: 'details',
    text: { type: 'mrkdwn', text: 'Large' },
    accessory: { type: 'button', action_id: 'show', text: { type: 'plain_text', text: 'Details' } },
  },
  {
    type: 'actions',
    block_id: 'answers',
    elements: [
      { type: 'button', action_id: 'approve', value: 'v1.abc', text: { type: 'plain_text', text: 'Approve' } },
    ],
  },
];

/** A modal that asks for a reason. */
export function reasonModal(changes: object = {}) {
  return {
    type: 'modal' as const,
    callback_id: 'reason',
    private_metadata: 'v1.abc',
    title: { type: 'plain_text' as const, text: 'Reject' },
    submit: { type: 'plain_text' as const, text: 'Reject' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'why',
        label: { type: 'plain_text' as const, text: 'Why?' },
        element: { type: 'plain_text_input' as const, action_id: 'reason', max_length: 20 },
      },
    ],
    ...changes,
  };
}
