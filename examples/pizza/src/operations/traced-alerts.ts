import type { Receiver } from '@k8s-pizza/slack-approval';
import type { ApprovalTracer } from './approval-trace.js';

/** Draws each alert that asked into the trace of what it asked for. */
export function tracedAlerts(receive: Receiver, tracer: ApprovalTracer, clock = Date.now): Receiver {
  const traced: Receiver = async (request) => {
    const startAt = clock();
    const answer = await receive(request);
    const { action, approvalId } = readAnswer(answer.body);
    if (approvalId !== null)
      tracer.span(approvalId, { name: 'alert', startAt, endAt: clock(), attributes: { 'alert.action': action } });
    return answer;
  };
  // what is refused before its body is read draws nothing
  return Object.assign(traced, receive);
}

function readAnswer(body: string): { readonly action: string; readonly approvalId: string | null } {
  const answer: unknown = body.startsWith('{') ? JSON.parse(body) : {};
  const field = (name: string): string | null => {
    const value =
      typeof answer === 'object' && answer !== null ? Object.entries(answer).find(([key]) => key === name)?.[1] : null;
    return typeof value === 'string' ? value : null;
  };
  return { action: field('action') ?? 'none', approvalId: field('approvalId') };
}
