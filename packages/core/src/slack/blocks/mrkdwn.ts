import { SlackApprovalError } from '../../errors.js';
import { cleanText } from './text.js';

const userIdPattern = /^[UW][A-Z0-9]{1,31}$/;
const usergroupIdPattern = /^S[A-Z0-9]{1,31}$/;
const special = /[&<>]/;
const specialInDate = /[\^|<>&]/;
/** How an instant is written where nothing else is said about it. */
export const instantFormat = '{date_short_pretty} {time}';
/** The last instant that a `Date` can hold. */
const maxInstant = 8.64e15;

/**
 * Escapes `&`, `<` and `>`, the only characters that mrkdwn decodes.
 *
 * Escape a text once: escaping it again makes the escapes visible.
 */
export function escapeMrkdwn(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function isUserId(id: string): boolean {
  return userIdPattern.test(id);
}

/** A mention in mrkdwn, which can notify the person. Anything but a user id becomes text. */
export function mention(userId: string): string {
  return isUserId(userId) ? `<@${userId}>` : escapeMrkdwn(userId);
}

/** A mention of a user group in mrkdwn, which can notify its members. Anything but the id of a group becomes text. */
export function usergroupMention(usergroupId: string): string {
  return usergroupIdPattern.test(usergroupId) ? `<!subteam^${usergroupId}>` : escapeMrkdwn(usergroupId);
}

/**
 * An instant in mrkdwn, shown in each reader's own time zone.
 *
 * @param ms - epoch milliseconds
 * @param format - Slack's tokens and plain words, such as `{date_short_pretty} at {time}`
 * @param fallback - for clients that cannot show dates; ISO 8601 by default
 * @throws {SlackApprovalError} invalid_argument — `ms` is not an instant
 */
export function slackDate(ms: number, format: string, fallback: string = isoOf(ms)): string {
  return `<!date^${unixSeconds(ms)}^${dateFormat(format)}|${escapeMrkdwn(fallback)}>`;
}

/** @throws {SlackApprovalError} invalid_argument — not an instant in epoch milliseconds */
export function unixSeconds(ms: number): number {
  if (!(Math.abs(ms) <= maxInstant)) {
    throw new SlackApprovalError(
      'invalid_argument',
      `An instant must be a number of epoch milliseconds, such as Date.now(), got ${String(ms)}.`,
    );
  }
  return Math.floor(ms / 1000);
}

export function isoOf(ms: number): string {
  return new Date(unixSeconds(ms) * 1000).toISOString();
}

/** A link in mrkdwn. Without a plain http or https address, only its text remains. */
export function link(url: string, text: string): string {
  const label = escapeMrkdwn(cleanText(text).replaceAll('\n', ' '));
  const address = safeUrl(url);
  if (address === null) return label;
  return label.trim() === '' ? `<${escapeMrkdwn(address)}>` : `<${escapeMrkdwn(address)}|${label}>`;
}

/** Returns the address with `|`, `<`, `>` and spaces encoded; null if it is not http or https, or holds a user name or password. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, href } = new URL(url);
  const isPlain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isPlain ? href.replace(/[|<> ]/g, encodeURIComponent) : null;
}

/** Removes `^` and `|`, which end the parts of a date and cannot be escaped. */
function dateFormat(format: string): string {
  return specialInDate.test(format) ? escapeMrkdwn(format.replace(/[\^|]/g, '')) : format;
}
