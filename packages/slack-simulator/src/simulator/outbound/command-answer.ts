import { readJsonArguments } from '../methods/call-arguments.js';
import { readContent } from '../methods/message-content.js';
import { isRefusal } from '../methods/method.js';
import { addMessage } from '../model/messages.js';
import type { Model } from '../model/model.js';

/** §2: a command may be answered in the body of the 200, by text or by a message in JSON; for the person alone unless it says otherwise. */
export function showCommandAnswer(
  model: Model,
  channelId: string,
  userId: string,
  body: string,
): 'invalid_answer' | null {
  if (body === '') return null;
  // text that is no JSON is what is said
  const request = readJsonArguments(body) ?? readJsonArguments(JSON.stringify({ text: body }));
  if (request === null) return 'invalid_answer';
  const { given, call } = request;
  const content = readContent(call);
  if (isRefusal(content)) return 'invalid_answer';
  const ephemeralFor = given['response_type'] === 'in_channel' ? null : userId;
  addMessage(model, { ...content, channelId, ephemeralFor });
  return null;
}
