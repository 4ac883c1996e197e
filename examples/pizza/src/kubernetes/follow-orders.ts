import { setTimeout as sleep } from 'node:timers/promises';
import { ApiException, CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { createBackOff } from './back-off.js';
import { clusterProblem } from './cluster-problem.js';
import {
  createdBy,
  type PizzaOrderResource,
  pizzaOrderResource,
  pizzaOrders,
  resourceName,
} from './pizza-order-resource.js';
import { type WatchEvent, watchChanges } from './watch-changes.js';
import { within } from './within.js';

export interface FollowOptions {
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  /** Called with every order of each list, and with each that changes from then on: the same may come again. */
  readonly onOrder: (order: PizzaOrderResource) => void;
  /** Called with an order that was deleted while it was watched. */
  readonly onGone: (order: PizzaOrderResource) => void;
  /** The approvals whose orders were created, as known before each list. */
  readonly expected: () => Promise<readonly string[]>;
  /** Called with each of them whose order is not there: it was deleted while nobody watched. */
  readonly onMissing: (approvalId: string) => void;
  readonly log: (line: string) => void;
  /** @default followPace */
  readonly pace?: FollowPace;
}

/** How patient the watch is, in milliseconds. */
export interface FollowPace {
  /** How long the server is asked to keep a watch open: whole seconds. */
  readonly watchMs: number;
  /** Longer than `watchMs`, since a healthy server then says at least that it ends. */
  readonly silenceMs: number;
  /** How often everything is listed again. */
  readonly relistMs: number;
  /** A watch that lasted so long was a good one: the next follows at once. */
  readonly steadyMs: number;
  readonly shortestPauseMs: number;
  readonly longestPauseMs: number;
}

export const followPace: FollowPace = {
  watchMs: 120_000,
  silenceMs: 150_000,
  relistMs: 600_000,
  steadyMs: 5_000,
  shortestPauseMs: 1_000,
  longestPauseMs: 30_000,
};

const callTimeoutMs = 10_000;
const selector = `${createdBy.key}=${createdBy.value}`;
const listed = z.object({ metadata: z.object({ resourceVersion: z.string() }), items: z.array(z.unknown()) });

/**
 * Lists the orders and watches them from there, for as long as it is not stopped: whatever happened while nobody watched is in the
 * list, so nothing is lost by a restart. A watch that ends or breaks is resumed where it was; where the server refuses, everything is
 * listed again. @returns what stops it
 */
export function followOrders(options: FollowOptions): () => Promise<void> {
  const { log, pace = followPace } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const backOff = createBackOff({ shortestMs: pace.shortestPauseMs, longestMs: pace.longestPauseMs });
  const source = createSource(options, signal);

  const watchOnce = async (): Promise<void> => {
    try {
      await source.next();
    } catch (error) {
      if (signal.aborted) return;
      // the server answered, and not with changes: what it remembers of them is not worth relying on
      if (error instanceof ApiException) source.forget();
      log(`progress: the cluster cannot be watched just now. ${clusterProblem(error)}`);
    }
  };
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      await watchOnce();
      if (performance.now() - startedAt >= pace.steadyMs) backOff.reset();
      // a server that ends every watch at once is not asked again at once; stopping ends the pause
      else await sleep(backOff.next(), undefined, { signal }).catch(() => undefined);
    }
  };

  const following = follow();
  return async () => {
    stopping.abort();
    await following;
  };
}

/** The orders as a list and what changed since, one watch after the other. */
function createSource(options: FollowOptions, signal: AbortSignal) {
  const { kubeConfig, namespace, onOrder, onGone, expected, onMissing, log, pace = followPace } = options;
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const place = { ...pizzaOrders, namespace };
  const soon = within(callTimeoutMs);
  let version: string | null = null;
  let listedAt = 0;

  const list = async (): Promise<string> => {
    // asked before the list is taken: what was created by then is in it, unless it was deleted
    const ids = await expected().catch((error: unknown) => {
      log(`progress: deleted orders are looked for later: ${error instanceof Error ? error.message : 'unknown'}`);
      return [];
    });
    const answer = listed.parse(await api.listNamespacedCustomObject({ ...place, labelSelector: selector }, soon));
    const orders = answer.items.flatMap((item) => readOrder(item, log) ?? []);
    for (const order of orders) onOrder(order);
    const names = new Set(orders.map(({ metadata }) => metadata.name));
    for (const id of ids) if (!names.has(resourceName(id)) && (await isMissing(resourceName(id)))) onMissing(id);
    return answer.metadata.resourceVersion;
  };
  /** An order without its label is in no list and there all the same. */
  const isMissing = async (name: string): Promise<boolean> => {
    try {
      await api.getNamespacedCustomObject({ ...place, name }, soon);
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
    if (order !== null) (type === 'DELETED' ? onGone : onOrder)(order);
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
    labelSelector: selector,
    resourceVersion,
    timeoutSeconds: String(Math.ceil(watchMs / 1_000)),
  });
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}?${query}`;
}

function readOrder(object: unknown, log: (line: string) => void): PizzaOrderResource | null {
  const read = pizzaOrderResource.safeParse(object);
  if (read.success) return read.data;
  log('progress: something in the list of PizzaOrders is none as this example knows it');
  return null;
}
