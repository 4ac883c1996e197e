import {
  type Approval,
  type Approvals,
  type Asked,
  type AskOptions,
  type CommandResult,
  SlackApprovalError,
  user,
} from '@k8s-pizza/slack-approval';
import type { RawRequest, RawResponse } from '@k8s-pizza/slack-approval/host';
import { approvalBody } from './approval-body.js';
import type { Credential } from './credentials.js';
import { coreProblem, json, type ProblemCode, problemResponse } from './problems.js';
import { type AskBody, readAsk, readProgress, readWait, readWithdrawal } from './read-request.js';
import { toStoredKey } from './requester-key.js';
import type { Route } from './routes.js';
import type { Waits } from './waits.js';

/** A kind that can be asked, as `approvals.define` returns it. */
export interface AskedKind {
  ask(payload: never, options: AskOptions): Promise<Asked<unknown>>;
}

/** What requests are answered with. */
export interface Door {
  readonly approvals: Pick<Approvals, 'get' | 'withdraw' | 'reportProgress'>;
  readonly kinds: ReadonlyMap<string, AskedKind>;
  readonly prefix: string;
  readonly waits: Waits;
}

/** A request of an authenticated sender. */
export interface AuthenticRequest {
  readonly credential: Credential;
  readonly request: RawRequest;
  readonly query: string;
}

/** Answers a request. Errors of the approvals and of the store are thrown. */
export async function answerRequest(door: Door, route: Route, asked: AuthenticRequest): Promise<RawResponse> {
  const { query } = asked;
  if (query !== '' && route.name !== 'read')
    return problemResponse({ code: 'invalid_request', detail: 'This path takes no query.' });
  switch (route.name) {
    case 'ask':
      return await ask(door, asked);
    case 'read':
      return await read(door, route.id, asked);
    case 'withdraw':
      return await withdraw(door, route.id, asked);
    case 'progress':
      return await reportProgress(door, route.id, asked);
    default:
      throw new SlackApprovalError('invalid_argument', 'Only requests of a credential are answered here.');
  }
}

async function ask(door: Door, { credential, request }: AuthenticRequest): Promise<RawResponse> {
  const body = readAsk(request.body);
  if ('problem' in body) return problemResponse(body.problem);
  const { kind: kindName, key, payload, onBehalfOf, context } = body.value;
  const kind = credential.kinds.has(kindName) ? door.kinds.get(kindName) : undefined;
  if (kind === undefined) return problemResponse({ code: 'kind_not_allowed' });
  const refused = objectionToPerson(credential, body.value);
  if (refused !== null) return problemResponse({ code: refused });
  // as: the kind's schema checks it
  const { approval, created, changed } = await kind.ask(payload as never, {
    key: toStoredKey(credential.requester, key),
    requester: credential.requester,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf: user(onBehalfOf) }),
    ...(context === undefined ? {} : { context }),
  });
  if (approval.kind !== kindName)
    throw new SlackApprovalError('invalid_options', `The kind \`kinds.${kindName}\` was defined under another name.`);
  // an approval for one person is no approval for another
  if (changed || approval.onBehalfOf?.userId !== onBehalfOf) return problemResponse({ code: 'key_changed' });
  return json(created ? 201 : 200, approvalBody(approval, credential.requester), {
    location: `${door.prefix}/approvals/${approval.id}`,
  });
}

function objectionToPerson({ onBehalfOf: rule }: Credential, { onBehalfOf }: AskBody): ProblemCode | null {
  if (rule === 'required' && onBehalfOf === undefined) return 'on_behalf_of_required';
  return rule === 'never' && onBehalfOf !== undefined ? 'on_behalf_of_not_allowed' : null;
}

async function read(door: Door, id: string, { credential, request, query }: AuthenticRequest): Promise<RawResponse> {
  const wait = readWait(query);
  if ('problem' in wait) return problemResponse(wait.problem);
  const approval = await door.waits(
    () => ownApproval(door, credential, id),
    (one) => one?.status !== 'pending',
    { waitMs: wait.value, signal: request.signal },
  );
  if (approval === 'too_many') return problemResponse({ code: 'too_many_waits' });
  if (approval === null) return problemResponse({ code: 'not_found' });
  return json(200, approvalBody(approval, credential.requester));
}

async function withdraw(door: Door, id: string, { credential, request }: AuthenticRequest): Promise<RawResponse> {
  const body = readWithdrawal(request.body);
  if ('problem' in body) return problemResponse(body.problem);
  return await change(door, id, credential, () =>
    door.approvals.withdraw(id, { by: credential.requester, reason: body.value.reason }),
  );
}

async function reportProgress(door: Door, id: string, { credential, request }: AuthenticRequest): Promise<RawResponse> {
  const body = readProgress(request.body);
  if ('problem' in body) return problemResponse(body.problem);
  return await change(door, id, credential, () => door.approvals.reportProgress(id, body.value));
}

async function change(
  door: Door,
  id: string,
  credential: Credential,
  command: () => Promise<CommandResult<unknown>>,
): Promise<RawResponse> {
  if ((await ownApproval(door, credential, id)) === null) return problemResponse({ code: 'not_found' });
  const result = await command();
  if (!result.ok) return coreProblem(result.code, result.code === 'unknown_step' ? 422 : 409);
  return json(200, approvalBody(result.approval, credential.requester));
}

/** @returns null if this credential may not know of an approval with this id */
async function ownApproval(
  { approvals }: Door,
  { requester, kinds }: Credential,
  id: string,
): Promise<Approval<unknown> | null> {
  const approval = await approvals.get(id);
  return approval !== null && approval.requester === requester && kinds.has(approval.kind) ? approval : null;
}
