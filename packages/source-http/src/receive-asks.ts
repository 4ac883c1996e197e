import { isSlackApprovalError, type Logger, SlackApprovalError } from '@k8s-pizza/slack-approval';
import {
  consoleLogger,
  createLog,
  createWaits,
  type KnownKeys,
  maxRequestBytes,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  refuseUnknownKeys,
  requireBytes,
} from '@k8s-pizza/slack-approval/host';
import { answerRequest } from './answer-request.js';
import { createAuthenticator } from './authenticator.js';
import { type AskCredentials, readCredentials } from './credentials.js';
import type { AskedApprovals, AskedKind, Door } from './door.js';
import { createOncePerId } from './once-per-id.js';
import { openApiDocument } from './open-api.js';
import { json, type Problem } from './problems.js';
import { createRefuse, toFailure } from './refuse-asks.js';
import { findRoute, type Routed } from './routes.js';

/** Who may ask over HTTP, and for which kinds. */
export interface ReceiveAsksOptions extends AskCredentials {
  /** The kinds that can be asked, each under the name that it was defined with. */
  readonly kinds: Readonly<Record<string, AskedKind>>;
  /** What stands before `/approvals` in the path of a request, such as `/api`. @default nothing */
  readonly prefix?: string;
  /** Gets why requests are refused, and errors, which the sender does not see. @default warnings and errors to the console */
  readonly logger?: Logger;
  /** The current time in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

const knownOptions = {
  kinds: true,
  tokens: true,
  secrets: true,
  prefix: true,
  logger: true,
  clock: true,
} satisfies KnownKeys<ReceiveAsksOptions>;

/**
 * Creates a receiver that lets programs in any language ask over HTTP.
 *
 * They ask, wait for the decision, list, withdraw and report progress. It needs the `url` of each request, and ends a wait with `signal`.
 * `GET /openapi.json` describes it. Problems follow RFC 9457.
 *
 * @example
 * ```ts
 * import type { Approvals, Kind } from '@k8s-pizza/slack-approval';
 * import { receiveAsks } from '@k8s-pizza/slack-approval-http';
 *
 * declare const approvals: Approvals;
 * declare const deploy: Kind<{ version: string }, { version: string }>; // from approvals.define('deploy', …)
 * const receive = receiveAsks(approvals, {
 *   kinds: { deploy },
 *   tokens: [{ token: process.env.CI_TOKEN, requester: 'ci', kinds: ['deploy'] }],
 * });
 * ```
 * @throws {SlackApprovalError} invalid_options — an option is missing, invalid or unknown, or a token is too short
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing, malformed or too short
 */
export function receiveAsks(approvals: AskedApprovals, options: ReceiveAsksOptions): Receiver {
  refuseUnknownKeys('receiveAsks', options, knownOptions);
  const { prefix = '', logger = consoleLogger, clock = Date.now } = options;
  const kinds = readKinds(options.kinds);
  if (typeof Object(approvals).reportProgress !== 'function')
    throw new SlackApprovalError('invalid_options', 'receiveAsks must get an Approvals object as its first argument.');
  if (typeof prefix !== 'string' || !/^(?:\/[\w.~-]+)*$/.test(prefix))
    throw new SlackApprovalError(
      'invalid_options',
      '`prefix` must be a path such as "/api", without a slash at its end.',
    );
  const authenticator = createAuthenticator(readCredentials(options, new Set(kinds.keys())), clock);
  const door: Door = { approvals, kinds, prefix, waits: createWaits() };
  const once = createOncePerId(clock);
  const log = createLog(logger, 'slack-approval-http');
  const refuse = createRefuse(log, clock);
  const document = json(200, openApiDocument([...kinds.keys()], prefix));

  const receive = async (given: RawRequest): Promise<RawResponse> => {
    const routed = findRoute(prefix, given);
    const refusal = faultOfHead(routed, given) ?? faultOfBody(given);
    if (refusal !== null || 'refused' in routed) return refuse(refusal ?? { code: 'no_such_path' });
    const { route, query } = routed;
    if (route.name === 'openapi') return document;
    const request = { ...given, body: requireBytes(given.body) };
    const sender = authenticator.authenticate(request);
    if (sender === null) return refuse({ code: 'unauthenticated' });
    const { credential } = sender;
    const answer = () =>
      answerRequest(door, route, { credential, request, query }).catch((error: unknown) =>
        toFailure(log, error, { requester: credential.requester, route: route.name }),
      );
    return await once(sender, request, answer);
  };
  const refuseHead = (head: RequestHead): RawResponse | null => {
    const routed = findRoute(prefix, head);
    const fault = faultOfHead(routed, head);
    if (fault !== null) return refuse(fault);
    const isOpen = 'route' in routed && routed.route.name === 'openapi';
    return isOpen || authenticator.allowsHead(head) ? null : refuse({ code: 'unauthenticated' });
  };
  return Object.assign(receive, { refuseHead, refuseBody: (code: Problem['code']) => refuse({ code }) });
}

function readKinds(given: ReceiveAsksOptions['kinds']): ReadonlyMap<string, AskedKind> {
  const kinds = new Map(Object.entries(given ?? {}));
  const areKinds = [...kinds.values()].every((kind) => typeof Object(kind).ask === 'function');
  if (kinds.size > 0 && areKinds) return kinds;
  throw new SlackApprovalError('invalid_options', '`kinds` must hold at least one kind, by its name: { deploy }.');
}

function faultOfHead(routed: Routed, { method, header, url }: RequestHead): Problem | null {
  if (typeof url !== 'string')
    return {
      code: 'internal',
      detail: 'The host passes no `url`: pass it to the receiver beside `method` and `header`.',
    };
  if ('refused' in routed)
    return routed.refused === 'no_such_path'
      ? { code: 'no_such_path' }
      : { code: 'method_not_allowed', headers: { allow: routed.allow } };
  // a web page can make a browser send other types without a preflight request, which is cross-site request forgery
  const [type = ''] = (header('content-type') ?? '').split(';');
  return method !== 'POST' || type.trim().toLowerCase() === 'application/json'
    ? null
    : { code: 'unsupported_media_type' };
}

function faultOfBody({ body }: RawRequest): Problem | null {
  try {
    return requireBytes(body).byteLength > maxRequestBytes ? { code: 'body_too_large' } : null;
  } catch (error) {
    if (!isSlackApprovalError(error)) throw error;
    return {
      code: 'internal',
      detail: 'The host passes no raw body: put no parser, such as express.json(), in front.',
    };
  }
}
