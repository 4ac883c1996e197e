import { SlackApprovalError } from '../errors.js';

/** One HTTP request as bytes: what an adapter passes to `handleRaw`. */
export interface RawRequest {
  readonly method: string;
  /** Looks up a header, ignoring case. Join one that was sent twice with `, `: it is refused where only one is allowed. */
  readonly header: (name: string) => string | null | undefined;
  /** The bytes as received. Slack signs these, so never encode a parsed body again. */
  readonly body: Uint8Array;
  /** The path and the query as received, or the whole URL. Only a receiver of several paths reads it. @default none */
  readonly url?: string;
  /** Aborts when the connection ends, so that a request that waits stops. @default it waits to its end */
  readonly signal?: AbortSignal;
}

/** The response to a `RawRequest`. It contains no secret and no internal error text. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Keeps the host alive until some work is done, after the response is sent.
 *
 * If it returns a promise, the response waits for that promise.
 */
export type WaitUntil = (work: Promise<unknown>) => unknown;

/** What a host offers beside the request. */
export interface HostContext {
  /** null: leave all work to `processDue`. @default this process does the work, as a long-running one can */
  readonly waitUntil?: WaitUntil | null;
}

/** What is known about a request before its body is read. */
export type RequestHead = Omit<RawRequest, 'body'>;

/** Why the body of a request is refused. */
export type BodyFault = 'body_too_large' | 'body_too_slow' | 'unsupported_media_type';

/**
 * Answers raw requests.
 *
 * `receiveStream` reads the body for it, and first asks `refuseHead` whether to.
 */
export interface Receiver {
  (request: RawRequest, context?: HostContext): Promise<RawResponse>;
  /** Refuses a request before its body is read; null: read the body. @default every body is read */
  readonly refuseHead?: (head: RequestHead) => RawResponse | null;
  /** Answers a request whose body is refused. @default an empty 413, 408 or 415 */
  readonly refuseBody?: (fault: BodyFault) => RawResponse;
  /** Lets `flush` and `stop` wait for work that the host does after a response. @default they don't wait for it */
  readonly track?: (work: Promise<unknown>) => unknown;
}

/**
 * Returns a body as bytes.
 *
 * @throws {SlackApprovalError} raw_body_unavailable — it is something else, such as what a parser made of it
 */
export function requireBytes(body: unknown): Uint8Array {
  const bytes = bytesOf(body);
  if (bytes !== null) return bytes;
  throw new SlackApprovalError(
    'raw_body_unavailable',
    `The body must be the bytes that arrived, got ${body === null ? 'null' : typeof body}: read it before any parser does.`,
  );
}

/** Returns a body as bytes; null if it is something else. */
function bytesOf(body: unknown): Uint8Array | null {
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // not `instanceof`: a buffer may come from another realm
  const isBuffer = Object.prototype.toString.call(body) === '[object ArrayBuffer]';
  // as: its tag says so
  return isBuffer ? new Uint8Array(body as ArrayBuffer) : null;
}

/** A Node.js stream, such as the request of `node:http`. */
export interface NodeBody {
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  readonly readableEncoding?: string | null;
  on(event: 'data' | 'end' | 'error' | 'close', listener: (chunk: Uint8Array) => void): unknown;
  destroy(): unknown;
}

/** A web-standard stream, such as the body of a `Request`. */
export interface WebBody {
  readonly locked: boolean;
  getReader(): {
    read(): Promise<{ readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** A request whose body is still to be read. */
export interface StreamedRequest extends RequestHead {
  /** Bytes if a parser has kept them; null if there is no body. */
  readonly body: NodeBody | WebBody | Uint8Array | null;
}

/** The maximum size of a request body, in bytes: 1 MiB. A larger body gets a 413. */
export const maxRequestBytes = 1_048_576;
