import type { Approval } from '@k8s-pizza/slack-approval';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { sendClick, signedClick } from 'test-processes/slack/signed-click';
import { channelIds } from './settings.js';

/** What stands in front of the app. */
export interface Front {
  readonly slack: SlackSimulator;
  /** What the app says privately goes there. */
  readonly replyUrl: string;
}

/** Clicks as Slack does. @returns whether the app acknowledged it: the person sees no error */
export async function click(
  { slack, replyUrl }: Front,
  url: string,
  approval: Approval<unknown>,
  by: string,
  answer: 'approve' | 'reject',
): Promise<boolean> {
  const channelId = channelIds[0] ?? '';
  const nowMs = Date.now();
  const ts = `${nowMs / 1_000}00`;
  return await sendClick(
    url,
    signedClick({ app: slack, asked: approval, by, button: answer, channelId, ts, replyUrl, nowMs }),
  );
}
