import { type Listening, listen } from '../listen.js';
import { createApiServer } from './api-server.js';
import { readDefinition } from './crd.js';
import { createObjectStore } from './object-store.js';
import { startPizzaController } from './pizza-controller.js';
import { createSchemaCheck } from './schema-check.js';

/** How the cluster is started. */
export interface ClusterOptions {
  /** Holds every object: a restart finds them as they were. */
  readonly stateFile: string;
  readonly port: number;
  /** How long after one stage of the tracker the next begins. */
  readonly paceMs: number;
  readonly log: (line: string) => void;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/** A small Kubernetes API on loopback that knows PizzaOrders alone, and a controller that bakes them. */
export async function startCluster({
  stateFile,
  port,
  paceMs,
  log,
  clock = Date.now,
}: ClusterOptions): Promise<Listening> {
  const resource = await readDefinition(new URL('../../data/pizzaorders-crd.json', import.meta.url));
  const store = createObjectStore(stateFile);
  const writing = { store, resource, check: createSchemaCheck(resource.schema), clock };
  const listening = await listen(createApiServer(writing, log).listen(port, '127.0.0.1'));
  const stopController = startPizzaController(writing, paceMs);
  return {
    url: listening.url,
    async close() {
      stopController();
      await listening.close();
    },
  };
}
