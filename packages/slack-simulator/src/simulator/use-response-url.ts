import { type CallArguments, readJsonArguments } from './methods/call-arguments.js';
import { readContent } from './methods/message-content.js';
import { isRefusal } from './methods/method.js';
import { addMessage, changeMessage, findMessage, removeMessage } from './model/messages.js';
import type { Model, ResponseUrl } from './model/model.js';
import { countUse, findResponseUrl } from './model/response-urls.js';
import { type HttpAnswer, jsonAnswer } from './web-api.js';

/** Slack names no status for a response URL it refuses; clients are only promised that it is not a 2xx. */
export function refuseResponse(status: number, error: string): HttpAnswer {
  return { ...jsonAnswer({ ok: false, error }, error), status };
}

const done = jsonAnswer({ ok: true });

function removeOriginal(model: Model, target: ResponseUrl, given: Record<string, unknown>): HttpAnswer {
  // §2: delete_original must be the sole attribute
  if (Object.keys(given).length > 1) return refuseResponse(400, 'delete_original stands alone');
  const original = findMessage(model, target.channelId, target.messageTs ?? '');
  if (original === null) return refuseResponse(404, 'message_not_found');
  removeMessage(model, original);
  return done;
}

function write(model: Model, target: ResponseUrl, given: Record<string, unknown>, call: CallArguments): HttpAnswer {
  const content = readContent(call);
  if (isRefusal(content)) return refuseResponse(400, content.code);
  if (given['replace_original'] === true) {
    const original = findMessage(model, target.channelId, target.messageTs ?? '');
    if (original === null) return refuseResponse(404, 'message_not_found');
    changeMessage(model, original, { text: content.text, blocks: content.blocks });
    return done;
  }
  // §2: ephemeral by default, for the person it was handed out for
  const ephemeralFor = given['response_type'] === 'in_channel' ? null : target.userId;
  addMessage(model, { ...content, channelId: target.channelId, ephemeralFor });
  return done;
}

/** A POST of JSON to a response URL: no token needed, five times in thirty minutes (§2). */
export function useResponseUrl(model: Model, path: string, body: string): HttpAnswer {
  const target = findResponseUrl(model, path);
  if (target === null) return refuseResponse(404, 'no such response_url, or used five times, or older than 30 minutes');
  const request = readJsonArguments(body);
  if (request === null) return refuseResponse(400, 'the body is not a JSON object');

  const remove = request.given['delete_original'] === true;
  const answer = remove
    ? removeOriginal(model, target, request.given)
    : write(model, target, request.given, request.call);
  if (answer.status === 200) countUse(model, target);
  return answer;
}
