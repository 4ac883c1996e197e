import { type Approval, type CommandResult, SlackApprovalError, user } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { approvalBody } from './approval-body.js';
import type { Credential } from './credentials.js';
import { type AuthenticRequest, type Door, isOwn, maySee } from './door.js';
import { listApprovals } from './list-approvals.js';
import { coreProblem, json, type ProblemCode, problemResponse } from './problems.js';
import { readWait } from './read-query.js';
import { type AskBody, readAsk, readContext, readProgress, readWithdrawal } from './read-request.js';
import { toStoredKey } from './requester-key.js';
import type { Route } from './routes.js';

/** Answers a request. Errors of the approvals and of the store are thrown. */
export async function answerRequest(door: Door, route: Route, asked: AuthenticRequest): Promise<RawResponse> {
  const { query } = asked;
  if (query !== '' && route.name !== 'read' && route.name !== 'list')
    return problemResponse({ code: 'invalid_request', detail: 'This path takes no query.' });
  switch (route.name) {
    case 'ask':
      return await ask(door, asked);
    case 'list':
      return await listApprovals(door, asked);
    case 'read':
      return await read(door, route.id, asked);
    case 'withdraw':
      return await withdraw(door, route.id, asked);
    case 'progress':
      return await reportProgress(door, route.id, asked);
    case 'link':
      return await readLink(door, route.id, asked);
    case 'context':
      return await replaceContext(door, route.id, asked);
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
    () => seenApproval(door, credential, id),
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
  const { reason, releaseKey = false } = body.value;
  const own = await ownApproval(door, credential, id);
  if (own === null) return problemResponse({ code: 'not_found' });
  const options = { by: credential.requester, reason };
  // a withdrawal by key frees the key of a decided approval too
  const holder = releaseKey ? await holderOfKey(door, own) : null;
  return toAnswer(
    credential,
    holder === null
      ? await door.approvals.withdraw(id, options)
      : await holder.kind.withdraw({ key: holder.key }, options),
  );
}

/** @returns null if the approval does not hold its key any more, or has none */
async function holderOfKey({ kinds }: Door, { id, kind: name, key }: Approval<unknown>) {
  const kind = kinds.get(name);
  if (kind === undefined || key === null) return null;
  return (await kind.find(key))?.id === id ? { kind, key } : null;
}

async function reportProgress(door: Door, id: string, { credential, request }: AuthenticRequest): Promise<RawResponse> {
  const body = readProgress(request.body);
  if ('problem' in body) return problemResponse(body.problem);
  if ((await seenApproval(door, credential, id)) === null) return problemResponse({ code: 'not_found' });
  return toAnswer(credential, await door.approvals.reportProgress(id, body.value));
}

async function readLink(door: Door, id: string, { credential }: AuthenticRequest): Promise<RawResponse> {
  if ((await seenApproval(door, credential, id)) === null) return problemResponse({ code: 'not_found' });
  return json(200, { link: await door.approvals.permalink(id) });
}

async function replaceContext(door: Door, id: string, { credential, request }: AuthenticRequest): Promise<RawResponse> {
  const body = readContext(request.body);
  if ('problem' in body) return problemResponse(body.problem);
  const own = await ownApproval(door, credential, id);
  const kind = own === null ? undefined : door.kinds.get(own.kind);
  if (kind === undefined) return problemResponse({ code: 'not_found' });
  return toAnswer(credential, await kind.replaceContext({ id }, body.value.lines));
}

function toAnswer({ requester }: Credential, result: CommandResult<unknown>): RawResponse {
  if (!result.ok) return coreProblem(result.code, result.code === 'unknown_step' ? 422 : 409);
  return json(200, approvalBody(result.approval, requester));
}

/** @returns null if this credential may not know of an approval with this id */
async function seenApproval(
  { approvals }: Door,
  credential: Credential,
  id: string,
): Promise<Approval<unknown> | null> {
  const approval = await approvals.get(id);
  return approval !== null && maySee(credential, approval) ? approval : null;
}

/** @returns null if this credential may not change an approval with this id: for what it may see only, the answer is the same */
async function ownApproval({ approvals }: Door, credential: Credential, id: string): Promise<Approval<unknown> | null> {
  const approval = await approvals.get(id);
  return approval !== null && isOwn(credential, approval) ? approval : null;
}
