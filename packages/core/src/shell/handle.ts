import { SlackApprovalError } from '../errors.js';
import { type Context, maxBodyBytes, type RawResponse } from '../ports/raw-http.js';
import { receive } from './receive.js';
import type { Shell, SlackAccess } from './shell.js';

/**
 * `receive` for web-standard hosts. The body is read here, as bytes, up to its bound.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — somebody has read the request's body before
 */
export async function handle(
  shell: Shell,
  slack: SlackAccess,
  request: Request,
  context: Context | undefined,
): Promise<Response> {
  if (request.bodyUsed || request.body?.locked === true) {
    throw new SlackApprovalError(
      'raw_body_unavailable',
      'The body of this request was read before; pass the request on untouched.',
    );
  }
  const body = await readBody(request);
  const answer =
    body === null
      ? tooLarge
      : await receive(
          shell,
          slack,
          { method: request.method, header: (name) => request.headers.get(name), body },
          context,
        );
  return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: answer.headers });
}

const tooLarge: RawResponse = { status: 413, headers: {}, body: '' };

async function readBody(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
