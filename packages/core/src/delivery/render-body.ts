import { SlackApprovalError } from '../errors.js';
import type { Decision, DecisionSink } from '../ports/decision-sink.js';

export type RenderBody = (decision: Decision<unknown>) => unknown;

/** The body of a delivery: the sink's own, or the event that `verifyWebhook` reads. */
export function renderBody({ render }: DecisionSink, decision: Decision<unknown>): string {
  return render === undefined ? JSON.stringify(eventOf(decision)) : render(decision);
}

/** The body is stored with the record, so a choice that there is not takes no room in it: `verifyWebhook` reads it as null. */
function eventOf(decision: Decision<unknown>) {
  const { choice, ...others } = decision;
  return {
    type: `approval.${decision.outcome}`,
    timestamp: new Date(decision.decidedAt).toISOString(),
    data: choice === null ? others : decision,
  };
}

/**
 * Renders a body of the caller's choice.
 *
 * @throws {SlackApprovalError} payload_not_json — `body` threw, or returned what JSON cannot say
 */
export function renderOwnBody(body: RenderBody, decision: Decision<unknown>): string {
  const text = textOf(body, decision);
  if (text === undefined) throw notJson('returned what JSON cannot say');
  return text;
}

function textOf(own: RenderBody, decision: Decision<unknown>): string | undefined {
  try {
    // as: JSON.stringify is typed to return a string, but returns undefined for undefined and for functions
    return JSON.stringify(own(decision)) as string | undefined;
  } catch (cause) {
    throw notJson('threw', cause);
  }
}

function notJson(what: string, cause?: unknown): SlackApprovalError {
  const message = `The webhook's \`body\` function ${what}: let it return plain JSON.`;
  return new SlackApprovalError('payload_not_json', message, cause === undefined ? undefined : { cause });
}
