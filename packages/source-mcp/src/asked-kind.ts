import type { Approvals, Asked, AskOptions } from '@k8s-pizza/slack-approval';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** The methods of `Approvals` that are called. */
export type AskedApprovals = Pick<Approvals, 'get' | 'permalink' | 'withdraw'>;

/** A kind that a client can ask, as `approvals.define` returns it. */
export interface AskedKind {
  /** Describes the arguments of its tool, if the library of the schema writes JSON Schema, as zod 4.2 does. */
  readonly schema: StandardSchemaV1 | null;
  ask(payload: never, options: AskOptions): Promise<Asked<unknown>>;
}
