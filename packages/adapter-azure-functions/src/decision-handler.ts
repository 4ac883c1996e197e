import type { HttpHandler } from '@azure/functions';
import { type ReceiveDecisionOptions, receiveDecision } from '@k8s-pizza/slack-approval';
import { answerRaw } from './answer-raw.js';

/**
 * Takes signed decisions by an HTTP trigger: `receiveDecision` as a handler.
 *
 * Register it anonymous and for POST: who sends is known by the signature.
 *
 * @throws {SlackApprovalError} invalid_webhook_secret — a secret is missing or malformed
 */
export function decisionHandler(options: ReceiveDecisionOptions): HttpHandler {
  const receive = receiveDecision(options);
  return (request) => answerRaw(request, receive);
}
