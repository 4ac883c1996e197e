import { type Approval, isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { approvalBody } from './approval-body.js';
import type { Credential } from './credentials.js';
import { type AuthenticRequest, type Door, isOwn, maySee } from './door.js';
import { json, problemResponse } from './problems.js';
import { type ListQuery, readListQuery } from './read-query.js';
import { toStoredKey } from './requester-key.js';

interface Page {
  readonly approvals: readonly Approval<unknown>[];
  readonly next: string | null;
}

/** Lists the approvals of a kind that the credential may see, or the one that its key holds. */
export async function listApprovals(door: Door, { credential, query }: AuthenticRequest): Promise<RawResponse> {
  const read = readListQuery(query);
  if ('problem' in read) return problemResponse(read.problem);
  if (!credential.kinds.has(read.value.kind)) return problemResponse({ code: 'kind_not_allowed' });
  const { key } = read.value;
  const page =
    key === undefined
      ? await readPage(door, credential, read.value)
      : await findOne(door, credential, { ...read.value, key });
  if (page === 'invalid_after')
    return problemResponse({ code: 'invalid_request', detail: 'The member `after` must be the `next` of a page.' });
  const { approvals, next } = page;
  return json(200, { approvals: approvals.map((one) => approvalBody(one, credential.requester)), next });
}

async function findOne(
  { kinds }: Door,
  credential: Credential,
  { kind, key, status }: ListQuery & { readonly key: string },
): Promise<Page> {
  const found = (await kinds.get(kind)?.find(toStoredKey(credential.requester, key))) ?? null;
  // the program may have asked under this key itself
  const isShown = found !== null && isOwn(credential, found) && (status === undefined || found.status === status);
  return { approvals: isShown ? [found] : [], next: null };
}

async function readPage(
  { approvals }: Door,
  credential: Credential,
  query: ListQuery,
): Promise<Page | 'invalid_after'> {
  const { key: _, ...filter } = query;
  const ofRequester = credential.carriesOut ? {} : { requester: credential.requester };
  try {
    const page = await approvals.list({ ...filter, ...ofRequester });
    // rows are found by a name in which characters that cannot be stored are replaced, so two names may be found together
    return { approvals: page.approvals.filter((one) => maySee(credential, one)), next: page.next };
  } catch (error) {
    // the other members were checked
    if (isSlackApprovalError(error) && error.code === 'invalid_argument') return 'invalid_after';
    throw error;
  }
}
