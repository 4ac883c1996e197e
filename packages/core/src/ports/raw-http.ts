/** One HTTP request as bytes: what an adapter hands to `receive`. */
export interface RawRequest {
  readonly method: string;
  /** Looks a header up by any case. One that was sent twice comes joined by `, `, and is refused where exactly one is expected. */
  readonly header: (name: string) => string | null | undefined;
  /** The bytes as they arrived: a signature covers these, and no re-encoding of a parsed body. */
  readonly body: Uint8Array;
}

/** The answer to a `RawRequest`. It holds no secret and no internal text. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Keeps a host alive for work after the answer.
 *
 * Where it returns a promise, the answer waits for that.
 */
export type WaitUntil = (work: Promise<unknown>) => unknown;

/** What a host offers beside the request. `waitUntil: null` leaves all work to `processDue`. */
export interface HostContext {
  readonly waitUntil?: WaitUntil | null;
}

/** What is known of a request before its body is read. */
export type RequestHead = Omit<RawRequest, 'body'>;

/** Why the body of a request is not taken. */
export type BodyFault = 'body_too_large' | 'body_too_slow' | 'unsupported_media_type';

/**
 * Takes raw requests to their answers.
 *
 * `receiveStream` reads the body of a request for it, and asks it first.
 */
export interface Receiver {
  (request: RawRequest, context?: HostContext): Promise<RawResponse>;
  /** Refuses a request by its head, before its body is read; null: the body is wanted. @default every body is read */
  readonly refuseHead?: (head: RequestHead) => RawResponse | null;
  /** Answers a request whose body is not taken. @default 413, 408 or 415 alone */
  readonly refuseBody?: (fault: BodyFault) => RawResponse;
}

/** A stream of Node's, such as the request of `node:http`. */
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

/** A request whose body is still to be read, unless it has none or a parser kept its bytes. */
export interface StreamedRequest extends RequestHead {
  readonly body: NodeBody | WebBody | Uint8Array | null;
}

/** The largest request body that is read, in bytes. */
export const maxRequestBytes = 1_048_576;
