import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { type CheckResult, missingPackages } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';

/** What opening a store needs of the ports. */
interface OpenPorts extends Pick<Ports, 'load'> {
  readonly timeoutMs: number;
}

/** A store that is open for reading, over the connection that its driver made. */
export interface OpenedStore<Connection = unknown> {
  readonly store: ApprovalStore;
  readonly connection: Connection;
  close(): Promise<void>;
}

/** Opens one kind of store for reading. Returns a check result if a package or the file is missing; throws what the driver throws. */
export type OpenStore<Connection = unknown> = (
  url: string,
  ports: OpenPorts,
) => Promise<OpenedStore<Connection> | CheckResult>;

/** Loads the package of a store and its driver; a check result: one of them is not installed. */
export async function loadPackages(
  names: readonly [store: string, driver: string],
  load: Ports['load'],
): Promise<readonly [store: unknown, driver: unknown] | CheckResult> {
  const [store, driver] = [await load(names[0]), await load(names[1])];
  const isMissing = (loaded: unknown) => Object.keys(Object(loaded)).length === 0;
  const missing = names.filter((_, index) => isMissing([store, driver][index]));
  return missing.length > 0 ? missingPackages('store_package_missing', missing) : [store, driver];
}
