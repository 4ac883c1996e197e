import type { ApprovalEvent } from './events.js';
import { plainText } from './live-text.js';
import { englishRefusals, type RefusalCode, type RefusalTable, type RefusalValues } from './refusal-words.js';

export type { RefusalCode, RefusalValues } from './refusal-words.js';

/**
 * Why a command did nothing. A refusal is returned, never thrown.
 *
 * `explanation` is written for the person who gave the command, in English. `values` are what other languages say it with.
 */
export type Refusal<Code extends RefusalCode = RefusalCode> = {
  readonly [Each in Code]: {
    readonly code: Each;
    readonly explanation: string;
    readonly values: RefusalValues[Each];
  };
}[Code];

/** A refusal that a voter is told of later. Without `values`, it is told in the words of `explanation`. */
export interface LateRefusal<Code extends string = string> {
  readonly code: Code;
  readonly explanation: string;
  readonly values?: unknown;
}

export function refusal<Code extends RefusalCode>(code: Code, values: RefusalValues[Code]): Refusal<Code> {
  // as: TypeScript does not see that each member of the union has its own code and values
  const said = { code, values } as unknown as Refusal<Code>;
  return { ...said, explanation: plainText(inEnglish(said)) };
}

/** Says refusals in one language, with their live parts marked. */
export function refusalSayer(table: RefusalTable): (refusal: Pick<Refusal, 'code' | 'values'>) => string {
  return ({ code, values }) => {
    // as: `refusal` gives each code the values that its words take
    const say = table[code] as unknown as (values: unknown) => string;
    return say(values);
  };
}

const inEnglish = refusalSayer(englishRefusals);

/**
 * Whether a person may vote: yes, no, or it cannot be told now.
 *
 * The code and the words say why.
 */
export interface Explanation {
  readonly answer: 'allowed' | 'refused' | 'unknown';
  readonly code: string;
  readonly explanation: string;
}

/** What a command amounts to: events and a refusal. Both can be present: a late click expires the approval and is refused. */
export interface Decided {
  readonly events: readonly ApprovalEvent[];
  readonly refusal: Refusal | null;
}

export function accept(events: readonly ApprovalEvent[]): Decided {
  return { events, refusal: null };
}

export function refuse<Code extends RefusalCode>(
  code: Code,
  values: RefusalValues[Code],
  events: readonly ApprovalEvent[] = [],
): Decided {
  // as: a union of codes is one of them
  return { events, refusal: refusal(code, values) as Refusal };
}

/** An id that names nothing, or nothing that this person may know of. */
export const notFound: Refusal<'not_found'> = refusal('not_found', { unreadable: null });
