import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, StatusError, unsupportedMediaType } from './status-error.js';

const maxBytes = 3 * 1_048_576;

/** Reads the JSON body of a request. Throws if its content type is not one of these. */
export async function readJson(request: IncomingMessage, contentTypes: readonly string[]): Promise<unknown> {
  const [contentType = ''] = (request.headers['content-type'] ?? '').split(';');
  if (!contentTypes.includes(contentType.trim())) throw unsupportedMediaType(contentTypes.join(', '));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBytes) throw new StatusError(413, 'RequestEntityTooLarge', 'the request is larger than 3 MiB');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw badRequest(`the body of the request is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

export function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
