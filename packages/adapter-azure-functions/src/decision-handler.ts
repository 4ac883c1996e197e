import type { HttpHandler } from '@azure/functions';
import { type ReceiveDecisionOptions, receiveDecision } from '@k8s-pizza/slack-approval';
import { rawHandler } from './raw-handler.js';

/**
 * Takes signed decisions by an HTTP trigger: `receiveDecision` as a handler.
 *
 * Register it anonymously and for POST: who sends is known by the signature.
 *
 * @throws {SlackApprovalError} invalid_webhook_secret, invalid_options — as `receiveDecision` does
 */
export function decisionHandler(options: ReceiveDecisionOptions): HttpHandler {
  return rawHandler(receiveDecision(options));
}
