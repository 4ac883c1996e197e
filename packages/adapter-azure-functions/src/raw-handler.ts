import type { HttpHandler } from '@azure/functions';
import type { Receiver } from '@k8s-pizza/slack-approval';
import { answerRaw } from './answer-raw.js';

/**
 * Serves whatever takes raw requests, such as `receiveAlerts`, by an HTTP trigger.
 *
 * The bytes are handed on as they arrived, and the answer as it is. A body is read as `receiveStream` reads it; one that a hook has read makes the request fail by `raw_body_unavailable`.
 */
export function rawHandler(receive: Receiver): HttpHandler {
  return (request) => answerRaw(request, receive);
}
