import type { Kind, UserRule } from '@k8s-pizza/slack-approval';
import { z } from 'zod';

/** The tool that asks. Its schema is that of its kind, too. */
export const refundSchema = z.object({ order: z.string(), amount: z.number() });
export type Refund = z.infer<typeof refundSchema>;

/** One call that the scripted model makes. */
export interface ScriptedCall {
  readonly id: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Where a program keeps what its framework says to store. */
export interface Saved {
  load(): string | null;
  save(text: string): void;
}

/** What a program is run with. */
export interface Given {
  readonly refunds: Kind<Refund, Refund>;
  readonly conversation: string;
  readonly onBehalfOf?: UserRule;
  readonly needsApproval?: (call: { readonly tool: string; readonly input: unknown }) => boolean;
  /** The calls that the model makes in its first step, all at once. */
  readonly calls: readonly ScriptedCall[];
  /** What the tool does. */
  readonly refund: (refund: Refund) => string;
  /** A second tool, which asks nobody. */
  readonly look: (order: string) => string;
  readonly saved: Saved;
  /** The database of Mastra: a URL of libsql. */
  readonly storageUrl: string;
}

/**
 * An agent of one framework: its model makes the given calls, then says it is done.
 *
 * @returns what the model read of its calls
 */
export type Program = (given: Given) => Promise<string>;

/** How every program asks. */
export function gateOptions({ refunds, conversation, onBehalfOf, needsApproval }: Given) {
  return {
    tools: { refund: refunds },
    requester: 'support agent',
    conversation,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(needsApproval === undefined ? {} : { needsApproval }),
  };
}
