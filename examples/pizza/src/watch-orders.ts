// Lists PizzaOrders and watches them, across broken connections and restarts.

import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiException, type KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { clusterProblem } from './connections.js';
import { pizzaOrderCalls } from './orders.js';
import {
  createdBy,
  type PizzaOrderResource,
  pizzaOrderResource,
  pizzaOrders,
  resourceName,
} from './pizza-order-resource.js';

export interface WatchOrdersOptions {
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  /** Called with every order of each list and with every change after it. The same order may come again. */
  readonly onOrder: (order: PizzaOrderResource) => void;
  /** Called with an order that is deleted while the watch is open. */
  readonly onDeleted: (order: PizzaOrderResource) => void;
  /** The approvals whose orders must exist. Read before each list. */
  readonly expected: () => Promise<readonly string[]>;
  /** Called with each expected approval that has no order: it was deleted while no watch was open. */
  readonly onMissing: (approvalId: string) => void;
  readonly log: (line: string) => void;
  /** @default watchPace */
  readonly pace?: WatchPace;
}

/** Timeouts and intervals of a watch, in milliseconds. */
export interface WatchPace {
  /** How long the server is asked to keep a watch open. Whole seconds. */
  readonly watchMs: number;
  /**
   * A connection with no data for this long counts as broken. Longer than `watchMs`, at which a healthy server ends the
   * watch.
   */
  readonly silenceMs: number;
  /** How often all orders are listed again. */
  readonly relistMs: number;
  /** After a watch that lasted this long, the next one follows without a pause. */
  readonly steadyMs: number;
  readonly minPauseMs: number;
  readonly maxPauseMs: number;
}

export const watchPace: WatchPace = {
  watchMs: 120_000,
  silenceMs: 150_000,
  relistMs: 600_000,
  steadyMs: 5_000,
  minPauseMs: 1_000,
  maxPauseMs: 30_000,
};

/**
 * Lists the orders and watches them from there until it is stopped. A restart loses nothing: the list contains what
 * happened meanwhile. A broken watch resumes where it was; after a refusal, all orders are listed again.
 *
 * @returns a function that stops it
 */
export function watchOrders(options: WatchOrdersOptions): () => Promise<void> {
  const { log, pace = watchPace } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const backOff = createBackOff({ minMs: pace.minPauseMs, maxMs: pace.maxPauseMs });
  const source = createSource(options, signal);

  const watchOnce = async (): Promise<void> => {
    try {
      await source.next();
    } catch (error) {
      if (signal.aborted) return;
      // the server refused the watch, so its version may be too old: list again
      if (error instanceof ApiException) source.forget();
      log(`progress: the watch of the cluster ended, and is tried again. ${clusterProblem(error)}`);
    }
  };
  const keepWatching = async (): Promise<void> => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      await watchOnce();
      if (performance.now() - startedAt >= pace.steadyMs) backOff.reset();
      // back off from a server that ends every watch at once; a stop ends the pause
      else await sleep(backOff.next(), undefined, { signal }).catch(() => undefined);
    }
  };

  const watching = keepWatching();
  return async () => {
    stopping.abort();
    await watching;
  };
}

const callTimeoutMs = 10_000;
const orderList = z.object({ metadata: z.object({ resourceVersion: z.string() }), items: z.array(z.unknown()) });

/** The orders as one list, then one watch after the other. */
function createSource(options: WatchOrdersOptions, signal: AbortSignal) {
  const { kubeConfig, namespace, onOrder, onDeleted, expected, onMissing, log, pace = watchPace } = options;
  const resources = pizzaOrderCalls(kubeConfig, namespace, callTimeoutMs);
  let version: string | null = null;
  let listedAt = 0;

  const list = async (): Promise<string> => {
    // read before the list, so that the list contains every order that was created by then
    const ids = await expected().catch((error: unknown) => {
      log(`progress: deleted orders are looked for later: ${error instanceof Error ? error.message : 'unknown'}`);
      return [];
    });
    const { items, metadata } = orderList.parse(await resources.list());
    const orders = items.flatMap((item) => readOrder(item, log) ?? []);
    for (const order of orders) onOrder(order);
    const names = new Set(orders.map(({ metadata: { name } }) => name));
    for (const id of ids) if (!names.has(resourceName(id)) && (await isMissing(resourceName(id)))) onMissing(id);
    return metadata.resourceVersion;
  };
  /** An order that lost its label is in no list but still exists. */
  const isMissing = async (name: string): Promise<boolean> => {
    try {
      await resources.get(name);
      return false;
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return true;
      throw error;
    }
  };
  const onEvent = ({ type, object }: WatchEvent): void => {
    version = object.metadata.resourceVersion ?? version;
    if (type === 'BOOKMARK') return;
    const order = readOrder(object, log);
    if (order !== null) (type === 'DELETED' ? onDeleted : onOrder)(order);
  };

  return {
    async next(): Promise<void> {
      if (version === null || performance.now() - listedAt > pace.relistMs) {
        version = await list();
        listedAt = performance.now();
      }
      const path = watchPath(namespace, version, pace.watchMs);
      await watchChanges({ kubeConfig, path, silenceMs: pace.silenceMs, signal, onEvent });
    },
    forget() {
      version = null;
    },
  };
}

function watchPath(namespace: string, resourceVersion: string, watchMs: number): string {
  const { group, version, plural } = pizzaOrders;
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    labelSelector: createdBy.selector,
    resourceVersion,
    timeoutSeconds: String(Math.ceil(watchMs / 1_000)),
  });
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}?${query}`;
}

function readOrder(object: unknown, log: (line: string) => void): PizzaOrderResource | null {
  const read = pizzaOrderResource.safeParse(object);
  if (read.success) return read.data;
  log('progress: a PizzaOrder is ignored, since it does not have the fields that this example reads');
  return null;
}

const watchEvent = z.object({
  type: z.string(),
  object: z.looseObject({
    code: z.number().optional(),
    metadata: z.looseObject({ resourceVersion: z.string().optional() }).default({}),
  }),
});

/** One line of a watch. A BOOKMARK only says how far the watch has come. */
type WatchEvent = z.infer<typeof watchEvent>;

interface ConnectionOptions {
  readonly kubeConfig: KubeConfig;
  /** Path and query. */
  readonly path: string;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WatchEvent) => void;
}

/**
 * Reads one watch to its end. Unlike the client's own `Watch`, it also ends when the connection falls silent.
 *
 * @throws ApiException — the server refuses; 410 if the version is too old
 * @throws Error — the connection broke or fell silent
 */
async function watchChanges({ kubeConfig, path, silenceMs, signal, onEvent }: ConnectionOptions): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  let isSilent = false;
  const silence = setTimeout(() => {
    isSilent = true;
    end();
  }, silenceMs);
  try {
    const response = await openWatch(kubeConfig, path, ending.signal);
    for await (const line of linesOf(response, () => silence.refresh())) onEvent(readEvent(line));
  } catch (error) {
    if (isSilent) throw new Error(`no data arrived for ${silenceMs / 1_000} s`, { cause: error });
    throw error;
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', end);
    end();
  }
}

async function openWatch(kubeConfig: KubeConfig, path: string, signal: AbortSignal): Promise<http.IncomingMessage> {
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

const maxLineCharacters = 4_194_304;

/** Yields whole lines only: the next watch sends a broken line again. */
async function* linesOf(response: http.IncomingMessage, onData: () => void): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    onData();
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineCharacters) throw new Error(`a line is longer than ${maxLineCharacters} characters`);
    yield* lines.filter((line) => line.trim() !== '');
  }
}

/**
 * Doubles the pause after each attempt up to a maximum, with jitter so that processes do not retry at the same moment.
 */
export function createBackOff(options: {
  readonly minMs: number;
  readonly maxMs: number;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}) {
  const { minMs, maxMs, random = Math.random } = options;
  let pauseMs = minMs;
  return {
    /** Milliseconds until the next attempt. */
    next(): number {
      // from half of the pause to all of it
      const jitteredMs = pauseMs * (0.5 + random() / 2);
      pauseMs = Math.min(pauseMs * 2, maxMs);
      return jitteredMs;
    },
    reset(): void {
      pauseMs = minMs;
    },
  };
}
