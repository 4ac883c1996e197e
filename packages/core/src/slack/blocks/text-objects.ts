import type { MrkdwnElement, PlainTextElement, TextObject } from '@slack/types';
import { SlackApprovalError } from '../../errors.js';
import { slackLimits } from './limits.js';
import { fitMrkdwn, fitText } from './text.js';

/** A text of a block. A plain string is literal text; only `mrkdwn` makes markup. */
export type Text = string | TextObject;

/** Literal text, in which Slack parses nothing. A text over `max` is cut and ends in `…`. */
export function plain(text: string, max: number = slackLimits.text): PlainTextElement {
  return { type: 'plain_text', text: fitText(text, max), emoji: false };
}

/**
 * Markup that you wrote yourself: put text that others wrote into `plain` or `richText`.
 *
 * A text over `max` is cut and ends in `…`.
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
  throw new SlackApprovalError('block_limit_exceeded', `Slack takes 1 to ${max} ${what}, got ${count}.`);
}

/** Checks a text that must not be cut: an id, a value or an address. @throws {SlackApprovalError} block_limit_exceeded — longer than `max` */
export function checkLength(text: string, max: number, what: string): string {
  if (text.length <= max) return text;
  throw new SlackApprovalError(
    'block_limit_exceeded',
    `Slack takes at most ${max} characters of ${what}, got ${text.length}: make it shorter.`,
  );
}
