import { type Listening, listen } from '../../src/http-server.js';
import { createSchemaCheck } from '../../src/pizza-order-resource.js';
import { createApiServer } from './api-server.js';
import { createEventCheck, eventKind } from './event-kind.js';
import { createObjectStore } from './object-store.js';
import { startPizzaController } from './pizza-controller.js';
import { readDefinition } from './resource-kind.js';
import type { RequestedVerb } from './resource-path.js';

export interface ClusterOptions {
  /** Stores every object for the next start. */
  readonly stateFile: string;
  readonly port: number;
  /** The time between two stages of the tracker. */
  readonly paceMs: number;
  readonly log: (line: string) => void;
  /** Decides whether a request is allowed. @default all are */
  readonly allows?: (request: RequestedVerb) => boolean;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/** The file with the events of a cluster whose orders are in `stateFile`. */
function eventsFile(stateFile: string): string {
  return `${stateFile}.events`;
}

/**
 * Starts a small Kubernetes API on loopback that only knows PizzaOrders and events, and a controller that bakes the
 * orders.
 */
export async function startCluster({
  stateFile,
  port,
  paceMs,
  log,
  allows = () => true,
  clock = Date.now,
}: ClusterOptions): Promise<Listening> {
  const resource = await readDefinition(new URL('../../data/pizzaorders-crd.json', import.meta.url));
  const store = createObjectStore(stateFile);
  const orders = { store, resource, check: createSchemaCheck(resource.schema), clock };
  const events = {
    store: createObjectStore(eventsFile(stateFile)),
    resource: eventKind,
    check: createEventCheck(createSchemaCheck(eventKind.schema)),
    clock,
  };
  const server = createApiServer({ served: [orders, events], allows, log });
  const listening = await listen(server.listen(port, '127.0.0.1'));
  const stopController = startPizzaController(orders, paceMs);
  return {
    url: listening.url,
    async close() {
      stopController();
      await listening.close();
    },
  };
}
