import { SlackApprovalError } from '../errors.js';
import type { Decision, DecisionSink } from '../ports/decision-sink.js';

export type RenderBody = (decision: Decision<unknown>) => unknown;

const render = Symbol.for('@k8s-pizza/slack-approval.render');

type WithRender = { readonly [render]?: (decision: Decision<unknown>) => string };

/** Notes on a sink how its body looks, where that is not the usual event. */
export function withRenderer(sink: DecisionSink, body: RenderBody): DecisionSink {
  // all of it stands on the sink: who has no body of their own does not load what renders one
  return Object.defineProperty(sink, render, { value: (decision: Decision<unknown>) => renderOwn(body, decision) });
}

/**
 * Renders the bytes that carry a decision to a sink. Called once, in the put that decides; all attempts send what is stored.
 *
 * @throws {SlackApprovalError} payload_not_json — the sink's own `body` threw, or returned what JSON cannot say
 */
export function renderBody(sink: object, decision: Decision<unknown>): string {
  // reads only the symbol, which nobody sets but `withRenderer`
  const own = (sink as WithRender)[render];
  return own === undefined ? JSON.stringify(eventOf(decision)) : own(decision);
}

function eventOf(decision: Decision<unknown>) {
  return {
    type: `approval.${decision.outcome}`,
    timestamp: new Date(decision.decidedAt).toISOString(),
    data: decision,
  };
}

function renderOwn(own: RenderBody, decision: Decision<unknown>): string {
  const text = textOf(own, decision);
  if (text === undefined) throw notJson('returned what JSON cannot say');
  return text;
}

function textOf(own: RenderBody, decision: Decision<unknown>): string | undefined {
  try {
    // JSON.stringify says it returns a string, but gives undefined for undefined and for functions
    return JSON.stringify(own(decision)) as string | undefined;
  } catch (cause) {
    throw notJson('threw', cause);
  }
}

function notJson(what: string, cause?: unknown): SlackApprovalError {
  const message = `The webhook's own body function ${what}; return plain JSON.`;
  return new SlackApprovalError('payload_not_json', message, cause === undefined ? undefined : { cause });
}
