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
export interface Context {
  readonly waitUntil?: WaitUntil | null;
}

/** The largest request body that is read, in bytes. */
export const maxBodyBytes = 1_048_576;
