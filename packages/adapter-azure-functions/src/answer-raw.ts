import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { maxBodyBytes, type RawRequest, type RawResponse, SlackApprovalError } from '@k8s-pizza/slack-approval';

const bodyWasRead = 'raw_body_unavailable: the body was read before, perhaps by a hook; pass the request on untouched.';

/** Hands on a request's bytes as they arrived, and the answer as it is. */
export async function answerRaw(
  request: HttpRequest,
  receive: (raw: RawRequest) => Promise<RawResponse>,
): Promise<HttpResponseInit> {
  if (request.bodyUsed) throw new SlackApprovalError('raw_body_unavailable', bodyWasRead);
  const { method, headers } = request;
  const bytes = await readBody(request);
  if (bytes === null) return { status: 413 };
  const answer = await receive({ method, header: (name) => headers.get(name), body: bytes });
  const head = { status: answer.status, headers: { ...answer.headers } };
  // a body that is empty, and not absent, would be given a content type
  return answer.body === '' ? head : { ...head, body: answer.body };
}

/** @returns null where there are too many bytes: no more than the bound is ever held */
async function readBody(request: HttpRequest): Promise<Uint8Array | null> {
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) <= maxBodyBytes) return new Uint8Array(await request.arrayBuffer());
  const reader: ByteReader | undefined = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= maxBodyBytes; ) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) return Buffer.concat(chunks);
    chunks.push(value);
    length += value.byteLength;
  }
  // a client that hangs up here is gone, and that is all there is to say
  if (reader !== undefined) forgetRest(reader).catch(() => undefined);
  return null;
}

interface ByteReader {
  read(): Promise<{ readonly value?: Uint8Array | undefined }>;
}

/** What still comes is read and dropped: a connection that is cut with bytes unread would lose the answer. */
async function forgetRest(reader: ByteReader): Promise<void> {
  while ((await reader.read()).value !== undefined);
}
