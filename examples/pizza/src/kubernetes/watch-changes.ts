import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { ApiException, type KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';

const watchEvent = z.object({
  type: z.string(),
  object: z.looseObject({
    code: z.number().optional(),
    metadata: z.looseObject({ resourceVersion: z.string().optional() }).default({}),
  }),
});

/** One line of a watch. A BOOKMARK says nothing but how far the watch has come. */
export type WatchEvent = z.infer<typeof watchEvent>;

export interface WatchOptions {
  readonly kubeConfig: KubeConfig;
  /** Path and query. */
  readonly path: string;
  /** A connection on which nothing is heard for so long is taken for broken: the other end may be gone without a word. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WatchEvent) => void;
}

const mostCharacters = 4_194_304;

/**
 * Reads one watch to its end. Of the client's own `Watch` it differs in that it ends where nothing is heard, before an answer as well.
 *
 * @throws ApiException — the server refuses, 410 where it no longer remembers that version
 * @throws Error — the connection broke, or fell silent
 */
export async function watchChanges({ kubeConfig, path, silenceMs, signal, onEvent }: WatchOptions): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  let isSilent = false;
  const silence = setTimeout(() => {
    isSilent = true;
    end();
  }, silenceMs);
  try {
    const response = await open(kubeConfig, path, ending.signal);
    for await (const line of linesOf(response, () => silence.refresh())) onEvent(readEvent(line));
  } catch (error) {
    if (isSilent) throw new Error(`nothing was heard for ${silenceMs / 1_000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', end);
    end();
  }
}

async function open(kubeConfig: KubeConfig, path: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  const options: https.RequestOptions = { signal };
  await kubeConfig.applyToHTTPSOptions(options);
  signal.throwIfAborted();
  const url = new URL(`${kubeConfig.getCurrentCluster()?.server ?? ''}${path}`);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const { get } = url.protocol === 'http:' ? http : https;
    get(url, options, resolve).on('error', reject);
  });
  const { statusCode: code = 0 } = response;
  if (code === 200) return response;
  throw new ApiException(code, 'The watch was refused.', await text(response), {});
}

function readEvent(line: string): WatchEvent {
  const event = watchEvent.parse(JSON.parse(line));
  if (event.type !== 'ERROR') return event;
  throw new ApiException(event.object.code ?? 0, 'The watch was ended.', JSON.stringify(event.object), {});
}

/** Whole lines only: what a broken connection leaves of the last one is sent again by the next. */
async function* linesOf(response: http.IncomingMessage, onHeard: () => void): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    onHeard();
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > mostCharacters) throw new Error('the cluster sends a line without end');
    yield* lines.filter((line) => line.trim() !== '');
  }
}
