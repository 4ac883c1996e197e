import { loadApp, startHost } from '../../../packages/adapter-azure-functions/test/functions-host.js';

/** A function that was registered, as the host of Azure Functions is told of it. */
export interface Registered {
  readonly name: string;
  readonly trigger: Readonly<Record<string, unknown>>;
}

/** Loads an app's functions by the real library, and lists their triggers. */
export function registeredBy(register: () => void): readonly Registered[] {
  const { functions } = loadApp(register);
  return [...functions.values()].map(({ metadata: { name, bindings } }) => ({
    name,
    trigger: Object.values(bindings).find(({ type }) => type.endsWith('Trigger')) ?? {},
  }));
}

export interface FunctionAppServer {
  /** Without a path, and without the prefix `/api`. */
  readonly url: string;
  invokeTimer(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Loads an app's functions by the real library, and serves its HTTP triggers on loopback. */
export async function startFunctionApp(register: () => void): Promise<FunctionAppServer> {
  const { url, invokeTimer, close } = await startHost(register);
  return { url: new URL(url).origin, invokeTimer, close };
}
