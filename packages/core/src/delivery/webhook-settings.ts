import type { KeyObject } from 'node:crypto';
import { isError } from '../errors.js';
import { credentialFault } from '../options/credential-fault.js';
import type { Problem } from '../options/problems.js';
import { parseSecret } from './standard-webhooks.js';

export interface WebhookSettings {
  readonly url: string | undefined;
  readonly secret: string | readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly insecure: boolean;
  readonly body: unknown;
}

/** Valid settings: the address, the keys to sign with, and the caller's headers. */
export interface WebhookTarget {
  readonly url: string;
  readonly keys: readonly KeyObject[];
  readonly headers: Headers;
}

const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;
// these belong to the connection, and fetch would refuse them at every attempt
const connectionHeader = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** Checks all settings and reports every problem. No message repeats a value, because an address or a header can hold a secret. */
export function readSettings(settings: WebhookSettings): { target: WebhookTarget | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const url = readUrl(settings, problems);
  const keys = readKeys(settings.secret, problems);
  const headers = readHeaders(settings.headers, problems);
  // the text "false" would count as true
  if (typeof settings.insecure !== 'boolean')
    problems.push({ code: 'invalid_options', message: 'The webhook’s `insecure` must be true or false.' });
  if (settings.body !== undefined && typeof settings.body !== 'function')
    problems.push({
      code: 'invalid_options',
      message: 'The webhook’s `body` must be a function that takes the decision.',
    });
  const target = url !== null && keys !== null && headers !== null ? { url, keys, headers } : null;
  return { target, problems };
}

function readUrl({ url: text, insecure }: WebhookSettings, problems: Problem[]): string | null {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null;
  const fault = url === null ? faultOfText(text) : faultOfUrl(url, insecure);
  if (fault !== null) problems.push({ code: 'invalid_webhook_url', message: `The webhook's URL ${fault}.` });
  return fault === null && url !== null ? url.href : null;
}

function faultOfText(text: string | undefined): string {
  return text === undefined || text === '' ? 'is missing' : 'cannot be read as an absolute URL';
}

function faultOfUrl({ protocol, hostname, username, password }: URL, insecure: boolean): string | null {
  if (username !== '' || password !== '') return 'holds a user name or password: use a header instead';
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return 'is neither https nor http';
  if (insecure === true || loopback.test(hostname)) return null;
  return 'is plain http to another machine: use https, or set `insecure: true`';
}

/** Reads one secret or several; adds a problem and returns null if one is missing or malformed. */
export function readKeys(
  secret: string | readonly string[] | undefined,
  problems: Problem[],
): readonly KeyObject[] | null {
  // a list of environment variables can have gaps, whatever its type says
  const given = [secret]
    .flat()
    .filter((one) => typeof one === 'string')
    .filter((one) => one.trim() !== '');
  const keys = given.map((one) => parseSecret(one)).filter((key) => key !== null);
  if (given.length > 0 && keys.length === given.length) return keys;
  const cause = given.map(credentialFault).find((one) => one !== null);
  const fault = given.length === 0 ? 'is missing' : (cause ?? 'is malformed');
  const message = `A webhook secret ${fault}. It must be \`whsec_\` and the base64 of 24 to 64 random bytes.`;
  problems.push({ code: 'invalid_webhook_secret', message });
  return null;
}

function readHeaders(given: Readonly<Record<string, string>>, problems: Problem[]): Headers | null {
  const names = Object.keys(given);
  const refused = names.find((name) => !isOwnHeader(name, given[name]));
  if (refused !== undefined) {
    const message = 'A header of the webhook has a name or a value that HTTP does not allow here: remove or change it.';
    problems.push({ code: 'invalid_options', message });
    return null;
  }
  return new Headers(Object.entries(given));
}

/** Whether a request may carry it, and the connection does not need it. */
export function isOwnHeader(name: string, value: unknown): boolean {
  return !connectionHeader.test(name) && isHeader(name, value);
}

function isHeader(name: string, value: unknown): boolean {
  try {
    return typeof value === 'string' && new Headers([[name, value]]).has(name);
  } catch (error) {
    // by name, because under Jest `Headers` and its TypeError come from another realm
    if (isError(error) && error.name === 'TypeError') return false;
    throw error;
  }
}
