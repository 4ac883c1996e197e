import { type Listening, listen } from '../../src/http-server.js';
import { createSchemaCheck } from '../../src/pizza-order-resource.js';
import { createApiServer } from './api-server.js';
import { checkedEvent, eventKind } from './event-kind.js';
import { createObjectStore } from './object-store.js';
import { startPizzaController } from './pizza-controller.js';
import { readDefinition } from './resource-kind.js';
import type { AskedVerb } from './resource-path.js';

/** How the cluster is started. */
export interface ClusterOptions {
  /** Holds every object: a restart finds them as they were. */
  readonly stateFile: string;
  readonly port: number;
  /** How long after one stage of the tracker the next begins. */
  readonly paceMs: number;
  readonly log: (line: string) => void;
  /** Whether a request is allowed. @default everything is */
  readonly allows?: (asked: AskedVerb) => boolean;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/** Where the events are kept of a cluster whose orders are in this file. */
function eventsFile(stateFile: string): string {
  return `${stateFile}.events`;
}

/** A small Kubernetes API on loopback that knows PizzaOrders and events alone, and a controller that bakes the orders. */
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
    check: checkedEvent(createSchemaCheck(eventKind.schema)),
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
