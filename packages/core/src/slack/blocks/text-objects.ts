import type { MrkdwnElement, PlainTextElement, TextObject } from '@slack/types';
import { SlackApprovalError } from '../../errors.js';
import { slackLimits } from './limits.js';
import { fitMrkdwn, fitText } from './text.js';

/** A plain string is literal text, whoever wrote it; only `mrkdwn` makes markup. */
export type Text = string | TextObject;

/** Literal text: Slack parses nothing in it. Over-long text is cut visibly. */
export function plain(text: string, max: number = slackLimits.text): PlainTextElement {
  return { type: 'plain_text', text: fitText(text, max), emoji: false };
}

/**
 * Markup of our own making: what others wrote goes into `plain` or `richText`.
 *
 * Over-long text is cut visibly.
 */
export function mrkdwn(markup: string, max: number = slackLimits.text): MrkdwnElement {
  return { type: 'mrkdwn', text: fitMrkdwn(markup, max), verbatim: true };
}

export function toTextObject(text: Text, max: number): TextObject {
  if (typeof text === 'string') return plain(text, max);
  if (text.text.length <= max) return text;
  return text.type === 'mrkdwn' ? mrkdwn(text.text, max) : plain(text.text, max);
}

/** @throws {SlackApprovalError} block_limit_exceeded — fewer than 1 or more than `max` */
export function checkCount(count: number, max: number, what: string): void {
  if (count >= 1 && count <= max) return;
  throw new SlackApprovalError('block_limit_exceeded', `Slack takes 1 to ${max} ${what}, and this has ${count}.`);
}

/** For what must not be cut: ids, values, addresses. @throws {SlackApprovalError} block_limit_exceeded — longer than `max` */
export function checkLength(text: string, max: number, what: string): string {
  if (text.length <= max) return text;
  throw new SlackApprovalError(
    'block_limit_exceeded',
    `Slack takes ${max} characters of ${what}, and this has ${text.length}; make it shorter.`,
  );
}
