import { SlackApprovalError } from '../../errors.js';
import { cleanText } from './text.js';

const userIdPattern = /^[UW][A-Z0-9]{1,31}$/;
const special = /[&<>]/;
const specialInDate = /[\^|<>&]/;
/** The last instant of which `Date` can tell the year. */
const maxInstant = 8.64e15;

/**
 * Escapes `&`, `<` and `>`, the only characters that mrkdwn decodes.
 *
 * Once: a second time shows the escapes.
 */
export function escapeMrkdwn(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function isUserId(id: string): boolean {
  return userIdPattern.test(id);
}

/** A mention for mrkdwn, which may notify that person; what is no user id is shown as text. */
export function mention(userId: string): string {
  return isUserId(userId) ? `<@${userId}>` : escapeMrkdwn(userId);
}

/**
 * An instant for mrkdwn, shown in each reader's own time zone.
 *
 * @param format - Slack's tokens and plain words: `{date_short_pretty} at {time}`
 * @param fallback - for what cannot show dates; ISO 8601 by default
 * @throws {SlackApprovalError} invalid_argument — not an instant in epoch milliseconds
 */
export function slackDate(ms: number, format: string, fallback: string = isoOf(ms)): string {
  return `<!date^${unixSeconds(ms)}^${dateFormat(format)}|${escapeMrkdwn(fallback)}>`;
}

/** @throws {SlackApprovalError} invalid_argument — not an instant in epoch milliseconds */
export function unixSeconds(ms: number): number {
  if (!(Math.abs(ms) <= maxInstant)) {
    throw new SlackApprovalError('invalid_argument', 'An instant is a number of epoch milliseconds; give one.');
  }
  return Math.floor(ms / 1000);
}

export function isoOf(ms: number): string {
  return new Date(unixSeconds(ms) * 1000).toISOString();
}

/** A link for mrkdwn. What is not a plain http or https address becomes its text alone. */
export function link(url: string, text: string): string {
  const label = escapeMrkdwn(cleanText(text).replaceAll('\n', ' '));
  const address = safeUrl(url);
  if (address === null) return label;
  return label.trim() === '' ? `<${escapeMrkdwn(address)}>` : `<${escapeMrkdwn(address)}|${label}>`;
}

/** The address with `|`, `<`, `>` and spaces encoded; null where it is not http or https, or has a user name in it. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, href } = new URL(url);
  const isPlain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isPlain ? href.replace(/[|<> ]/g, encodeURIComponent) : null;
}

/** `^` and `|` end a date's parts, and cannot be escaped. */
function dateFormat(format: string): string {
  return specialInDate.test(format) ? escapeMrkdwn(format.replace(/[\^|]/g, '')) : format;
}
