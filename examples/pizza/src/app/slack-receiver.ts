import type { RequestListener } from 'node:http';
import { maxBodyBytes } from '@k8s-pizza/slack-approval';
import { HTTPReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../config.js';
import { inTime } from '../in-time.js';

/** How Slack's requests come to Bolt. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** Takes what is posted to Slack's paths; null in Socket Mode, where nothing is. */
  readonly listener: RequestListener | null;
  /** @throws Error — Slack does not take the app's token */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Where Slack may post to: its settings take one address or three. */
export const slackPaths: readonly string[] = ['/slack/actions', '/slack/commands', '/slack/events'];

const goodByeWithinMs = 2_000;

export function slackReceiver({ signingSecret, appToken, apiUrl }: SlackConfig, logger: Logger): SlackReceiver {
  if (appToken !== null) return overSocket(appToken, apiUrl, logger);
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [...slackPaths], logger, bodyLimit: maxBodyBytes });
  return {
    receiver,
    listener: receiver.requestListener,
    connect: async () => undefined,
    disconnect: async () => undefined,
  };
}

function overSocket(appToken: string, apiUrl: string | undefined, logger: Logger): SlackReceiver {
  // how often it tries to connect again is the client's own affair
  const clientOptions = apiUrl === undefined ? {} : { slackApiUrl: apiUrl };
  const receiver = new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions } });
  return {
    receiver,
    listener: null,
    async connect() {
      await receiver.start();
    },
    async disconnect() {
      // Bolt does not wait for its own good-bye
      const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
      await receiver.stop();
      await inTime(gone, goodByeWithinMs);
    },
  };
}
