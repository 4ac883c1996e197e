import type { StepState } from '@k8s-pizza/slack-approval';
import type { Problem } from './problems.js';

/** The longest key. Core allows 2,000 characters, and the requester's name stands in front. */
export const maxKeyLength = 1_000;
export const maxContextLines = 50;
export const maxLineLength = 2_000;

/** The body of `POST /approvals`. */
export interface AskBody {
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  readonly onBehalfOf?: string;
  readonly context?: readonly string[];
}
export interface WithdrawBody {
  readonly reason: string;
  readonly releaseKey?: boolean;
}
export interface ContextBody {
  readonly lines: readonly string[];
}
export interface ProgressBody {
  readonly step: string;
  readonly state: StepState;
  readonly detail?: string;
}

/** What a member of a body or of a query must be. */
export interface Member {
  readonly is: (value: unknown) => boolean;
  readonly must: string;
  readonly optional?: true;
}
export type Members<Shape> = { readonly [Name in keyof Shape]-?: Member };
export type ReadResult<Shape> = { readonly value: Shape } | { readonly problem: Problem };

const states: readonly unknown[] = ['pending', 'active', 'done', 'failed'] satisfies StepState[];
const text: Member = { is: isText, must: `a text of at most ${maxLineLength} characters` };
const name: Member = { is: (value) => isText(value) && value !== '', must: 'a text that is not empty' };

const lines: Member = {
  is: (value) => Array.isArray(value) && value.length <= maxContextLines && value.every(isText),
  must: `a list of at most ${maxContextLines} texts of at most ${maxLineLength} characters`,
};
export const keyMember: Member = {
  is: (value) => isText(value) && value !== '' && value.length <= maxKeyLength,
  must: `a text of 1 to ${maxKeyLength} characters`,
};

const askMembers: Members<AskBody> = {
  kind: name,
  key: keyMember,
  payload: { is: (value) => value !== undefined, must: 'JSON' },
  onBehalfOf: { ...name, must: 'a Slack user id', optional: true },
  context: { ...lines, optional: true },
};
const withdrawMembers: Members<WithdrawBody> = {
  reason: text,
  releaseKey: { is: (value) => typeof value === 'boolean', must: 'true or false', optional: true },
};
const contextMembers: Members<ContextBody> = { lines };
const progressMembers: Members<ProgressBody> = {
  step: name,
  state: { is: (value) => states.includes(value), must: '"pending", "active", "done" or "failed"' },
  detail: { ...text, optional: true },
};

export const readAsk = (body: Uint8Array): ReadResult<AskBody> => readBody(body, askMembers);
export const readWithdrawal = (body: Uint8Array): ReadResult<WithdrawBody> => readBody(body, withdrawMembers);
export const readProgress = (body: Uint8Array): ReadResult<ProgressBody> => readBody(body, progressMembers);
export const readContext = (body: Uint8Array): ReadResult<ContextBody> => readBody(body, contextMembers);

function readBody<Shape>(body: Uint8Array, members: Members<Shape>): ReadResult<Shape> {
  const json = parseJson(body);
  if (!isObject(json)) return invalid('The body must be a JSON object in UTF-8.');
  return readMembers('The body', json, members);
}

/** Reads the members of a body or of a query, and refuses others by name. */
export function readMembers<Shape>(
  where: string,
  given: Readonly<Record<string, unknown>>,
  members: Members<Shape>,
): ReadResult<Shape> {
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(members, key));
  if (unknown !== undefined) return invalid(`${where} has ${nameOf(unknown)}, which is not known here.`);
  for (const [key, { is, must, optional }] of Object.entries<Member>(members)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (value === undefined ? optional !== true : !is(value)) return invalid(`The member \`${key}\` must be ${must}.`);
  }
  // as: each member was checked
  return { value: given as Shape };
}

/** Repeats a name only if it can be a name and not a secret or data. */
export function nameOf(member: string): string {
  return /^\w{1,30}$/.test(member) ? `the member \`${member}\`` : 'a member';
}

export function invalid(detail: string): { readonly problem: Problem } {
  return { problem: { code: 'invalid_request', detail } };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    // by name: under Jest, the decoder throws errors of another realm, so instanceof fails
    if (['SyntaxError', 'TypeError'].includes(Object(error).name)) return null;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON can contain a lone surrogate, which UTF-8 cannot encode. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxLineLength && !/\p{Surrogate}/u.test(value);
}
