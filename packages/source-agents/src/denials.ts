import type { Decision } from '@k8s-pizza/slack-approval';
import type { DeniedCall, ToolCall } from './tool-call.js';

const didNotRun = 'The tool did not run.';
const dontRepeat = 'Do not repeat this call unless the user asks for it.';

/** What the model reads after people did not approve. */
export function denyDecided({ tool }: ToolCall, { outcome, reason }: Decision<unknown>): DeniedCall {
  const why = reason === null ? '' : ` Reason: ${reason}`;
  switch (outcome) {
    case 'withdrawn':
      return denied('withdrawn', `The request for approval of ${tool} was withdrawn.${why}`, dontRepeat);
    case 'expired':
      return denied('expired', `Nobody answered the request for approval of ${tool} in time.`, dontRepeat);
    default:
      return denied('rejected', `A person rejected this call of ${tool}.${why}`, dontRepeat);
  }
}

/** Another call holds the key: its approval never counts for this one. */
export function denyChanged({ tool }: ToolCall): DeniedCall {
  return denied(
    'changed',
    `This call of ${tool} differs from the one that people were asked about.`,
    'Make a new call to ask them about it.',
  );
}

/** A framework that cannot replace the input must not run the old one. */
export function denyEdited({ tool }: ToolCall, input: unknown): DeniedCall {
  return denied(
    'edited',
    `A person approved ${tool} with other arguments: ${JSON.stringify(input)}`,
    'Make a new call with exactly these arguments.',
  );
}

/** @param detail - why people cannot be asked, such as an argument that is missing */
export function denyUnasked({ tool }: ToolCall, detail: string): DeniedCall {
  return denied('not_asked', `People could not be asked to approve this call of ${tool}. ${detail}`);
}

function denied(why: DeniedCall['why'], cause: string, advice = ''): DeniedCall {
  return { type: 'denied', why, message: [cause, didNotRun, advice].filter((part) => part !== '').join(' ') };
}
