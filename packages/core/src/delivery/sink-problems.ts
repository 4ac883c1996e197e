import type { ErrorCode } from '../errors.js';
import type { DecisionSink } from '../ports/decision-sink.js';

/** Something missing or malformed in a sink's options: `define` reports all of them at once. */
export interface SinkProblem {
  readonly code: ErrorCode;
  readonly message: string;
}

// a registered symbol, so that a sink made by the ESM copy of this package is understood by the CommonJS one
const problems = Symbol.for('@k8s-pizza/slack-approval.problems');

type WithProblems = { readonly [problems]?: readonly SinkProblem[] };

/** Notes on a sink what is wrong with its options, out of sight of logs and of JSON. */
export function withProblems(sink: DecisionSink, found: readonly SinkProblem[]): DecisionSink {
  return Object.defineProperty(sink, problems, { value: Object.freeze([...found]) });
}

/** What is wrong with a sink's options; empty for a sound sink, and for one of the caller's own making. */
export function problemsOf(sink: object): readonly SinkProblem[] {
  // reads only the symbol, which nobody sets but `withProblems`
  return (sink as WithProblems)[problems] ?? [];
}
