import type { RawResponse } from '@k8s-pizza/slack-approval/host';

interface Template {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every problem of this package's own, by its code. No text repeats what a request holds. */
const templates = {
  invalid_request: { status: 400, title: 'The request is malformed', detail: 'Compare it with openapi.json.' },
  unauthenticated: {
    status: 401,
    title: 'The sender is not authenticated',
    detail: 'Send `Authorization: Bearer …`, or sign by Standard Webhooks with a clock that is right within 5 minutes.',
    headers: { 'www-authenticate': 'Bearer' },
  },
  kind_not_allowed: {
    status: 403,
    title: 'This kind is not allowed',
    detail: 'The credential does not list this kind, or the server does not have it.',
  },
  on_behalf_of_not_allowed: {
    status: 403,
    title: '`onBehalfOf` is not allowed',
    detail: 'This credential asks for no one else. Leave out `onBehalfOf`.',
  },
  on_behalf_of_required: {
    status: 422,
    title: '`onBehalfOf` is missing',
    detail: 'This credential asks for people. Send the Slack user id of the person as `onBehalfOf`.',
  },
  not_found: {
    status: 404,
    title: 'There is no such approval',
    detail: 'The id is unknown, or the approval belongs to another requester.',
  },
  no_such_path: { status: 404, title: 'There is no such path', detail: 'See openapi.json for the paths.' },
  method_not_allowed: { status: 405, title: 'The method is not allowed', detail: 'See the header Allow.' },
  body_too_slow: { status: 408, title: 'The body is too slow', detail: 'The body must arrive within 5 s.' },
  key_changed: {
    status: 409,
    title: 'The key holds another question',
    detail: 'Withdraw that approval, or ask under another key. Its decision does not count for this question.',
  },
  webhook_id_reused: {
    status: 409,
    title: 'The webhook-id was used for another request',
    detail: 'Sign each request under a new id, and use an id again only to send the same request again.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    detail: 'A request may have 1 MB, and a payload 32 KB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not supported',
    detail: 'Send application/json, not compressed.',
  },
  internal: { status: 500, title: 'The server is set up wrongly', detail: 'The log of the server says why.' },
  unavailable: {
    status: 503,
    title: 'The server cannot answer now',
    detail: 'Send the same request again.',
    headers: { 'retry-after': '5' },
  },
  too_many_waits: {
    status: 503,
    title: 'Too many requests wait',
    detail: 'Ask again without `wait`, or after the time in Retry-After.',
    headers: { 'retry-after': '2' },
  },
} as const satisfies Readonly<Record<string, Template>>;

/** The code of a problem that this package finds itself. */
export type ProblemCode = keyof typeof templates;

/** Why a request is refused. `detail` replaces the template's. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const typeBase = 'https://github.com/k8s-pizza/slack-approval/blob/main/packages/source-http/README.md#';

/** Answers by RFC 9457. */
export function problemResponse({ code, detail, headers }: Problem): RawResponse {
  const template: Template = templates[code];
  return respondProblem({
    code,
    ...template,
    detail: detail ?? template.detail,
    headers: { ...template.headers, ...headers },
  });
}

/** Answers with the code of core: of an error that it threw, or of a command that it refused. */
export function coreProblem(code: string, status: 409 | 422): RawResponse {
  const title = status === 409 ? 'The approval does not allow this now' : 'The approvals refuse this';
  const detail =
    status === 409
      ? 'Read the approval to see its state; `code` says why.'
      : 'Correct the request; `code` says why, and the log of the server has the details.';
  return respondProblem({ code, status, title, detail });
}

function respondProblem({ code, status, title, detail, headers }: Template & { readonly code: string }): RawResponse {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({ type: `${typeBase}${code}`, title, status, detail, code }),
  };
}

/** Answers with JSON that no cache keeps. */
export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
