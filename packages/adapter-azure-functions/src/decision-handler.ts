import type { HttpHandler } from '@azure/functions';
import { type ReceiveDecisionOptions, receiveDecision } from '@k8s-pizza/slack-approval';
import { rawHandler } from './raw-handler.js';

/**
 * Creates an HTTP trigger handler that receives signed decisions, as `receiveDecision` does.
 *
 * Register it for POST and with `authLevel: 'anonymous'`: the signature authenticates the sender.
 *
 * @example
 * ```ts
 * import { app } from '@azure/functions';
 * import { decisionHandler } from '@k8s-pizza/slack-approval-azure-functions';
 *
 * const handler = decisionHandler({
 *   secrets: process.env.DECISION_SECRET,
 *   handler: async (decision) => console.log(decision.outcome),
 * });
 * app.http('decisions', { methods: ['POST'], authLevel: 'anonymous', handler });
 * ```
 * @throws {SlackApprovalError} invalid_webhook_secret, invalid_options — as `receiveDecision` does
 */
export function decisionHandler(options: ReceiveDecisionOptions): HttpHandler {
  return rawHandler(receiveDecision(options));
}
