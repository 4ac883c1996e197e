import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A list is sent as several headers of one name. */
export type SentHeaders = Readonly<Record<string, string | readonly string[]>>;

export interface Sending {
  readonly method?: string;
  readonly headers?: SentHeaders;
  /** A body is sent at once, with its length. Chunks are sent one by one, without a length, until an answer comes. */
  readonly body?: Uint8Array | Iterable<Uint8Array>;
}

/** A running host, over real HTTP. */
export interface HostUnderTest {
  /** The one URL that serves everything. */
  readonly url: string;
  /** A path on the same origin. */
  readonly at: (path: string) => string;
}

export const slackPaths = ['/slack/actions', '/slack/commands', '/slack/events'] as const;

export function hostAt(url: string): HostUnderTest {
  return { url, at: (path) => new URL(path, url).href };
}

/** Sends one request on a new connection, byte for byte. An answer that comes before the whole body is sent ends it. */
export function send(
  url: string,
  { method = 'POST', headers = {}, body = new Uint8Array() }: Sending,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers: rawHeaders(url, headers, body), agent: false });
    sending.on('error', reject);
    sending.on('response', (response) => {
      readAnswer(response)
        .then(resolve, reject)
        .finally(() => sending.destroy());
    });
    if (body instanceof Uint8Array) sending.end(body);
    else writeAll(sending, body[Symbol.iterator]());
  });
}

// a flat list, which Node sends unchanged: in a record, names that differ only in case replace one another
function rawHeaders(url: string, headers: SentHeaders, body: NonNullable<Sending['body']>): string[] {
  const given = Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]));
  const framing =
    body instanceof Uint8Array ? ['content-length', String(body.byteLength)] : ['transfer-encoding', 'chunked'];
  return ['host', new URL(url).host, 'connection', 'close', ...framing, ...given];
}

function writeAll(sending: ReturnType<typeof request>, chunks: Iterator<Uint8Array>): void {
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    if (sending.destroyed) return;
    if (sending.write(next.value)) continue;
    sending.once('drain', () => writeAll(sending, chunks));
    return;
  }
  sending.end();
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() };
}
