import type { Approval, Approvals, Asked, AskOptions, CommandResult } from '@k8s-pizza/slack-approval';
import type { RawRequest, Waits } from '@k8s-pizza/slack-approval/host';
import type { Credential } from './credentials.js';

/** The methods of `Approvals` that are called. */
export type AskedApprovals = Pick<Approvals, 'get' | 'list' | 'permalink' | 'withdraw' | 'reportProgress'>;

/** A kind that can be asked, as `approvals.define` returns it. */
export interface AskedKind {
  ask(payload: never, options: AskOptions): Promise<Asked<unknown>>;
  find(key: string): Promise<Approval<unknown> | null>;
  withdraw(
    target: { readonly key: string },
    options: { readonly by: string; readonly reason: string },
  ): Promise<CommandResult<unknown>>;
  replaceContext(target: { readonly id: string }, lines: readonly string[]): Promise<CommandResult<unknown>>;
}

/** What requests are answered with. */
export interface Door {
  readonly approvals: AskedApprovals;
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

/** Whether a credential may know of an approval. It may change what its requester asked, and nothing else. */
export function maySee({ requester, kinds, carriesOut }: Credential, approval: Approval<unknown>): boolean {
  return kinds.has(approval.kind) && (carriesOut || approval.requester === requester);
}

/** Whether an approval is the credential's own, so that it may withdraw it and replace its context. */
export function isOwn({ requester, kinds }: Credential, approval: Approval<unknown>): boolean {
  return kinds.has(approval.kind) && approval.requester === requester;
}
