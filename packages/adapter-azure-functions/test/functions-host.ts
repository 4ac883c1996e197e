import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [field: string]: unknown;
}
export interface RegisteredFunction {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly callback: (...args: unknown[]) => unknown;
}
/** What the host sends to a function, or gets back, in one of several forms. */
export interface TypedData {
  readonly http?: HttpResult;
  readonly json?: string;
  readonly string?: string;
}
interface HttpResult {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string } | null;
}
interface InvocationModel {
  getArguments(): Promise<{ readonly context: object; readonly inputs: readonly unknown[] }>;
  invokeFunction(context: object, inputs: readonly unknown[], callback: unknown): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<{ readonly returnValue?: TypedData }>;
}
interface ProgrammingModel {
  getInvocationModel(context: object): InvocationModel;
  /** What the library wants of the host; `HttpUri` is where it takes requests as streams. */
  getCapabilities(worker: object): Promise<{ readonly HttpUri?: string }>;
}
interface Runtime {
  takeFunctions(): Map<string, RegisteredFunction>;
  programmingModel(): ProgrammingModel;
}

/** The double beside this file, which NODE_PATH names. */
function runtime(): Runtime {
  return createRequire(import.meta.url)('@azure/functions-core') as Runtime;
}

export function capabilities(): Promise<{ readonly HttpUri?: string }> {
  return runtime().programmingModel().getCapabilities({});
}

export interface FunctionApp {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  invokeTimer(name: string): Promise<void>;
}

/** Loads an app's functions by the real library, as the worker does at its start. */
export function loadApp(register: () => void): FunctionApp {
  runtime().takeFunctions();
  register();
  const functions = runtime().takeFunctions();
  return {
    functions,
    async invokeTimer(name) {
      const schedule = { AdjustForDST: true };
      await invoke(functions.get(name), { json: JSON.stringify({ Schedule: schedule, IsPastDue: false }) });
    },
  };
}

interface Invocation {
  readonly invocationId?: string;
  readonly triggerMetadata?: object;
  /** By the type of their binding. */
  readonly extraInputs?: Readonly<Record<string, TypedData>>;
}

/** Calls one function with what the host would send, all the way through the library's own conversions. */
export async function invoke(
  target: RegisteredFunction | undefined,
  data: object,
  { invocationId = 'an-invocation', triggerMetadata = {}, extraInputs = {} }: Invocation = {},
): Promise<TypedData | undefined> {
  if (target === undefined) throw new Error('There is no such function.');
  const { metadata, callback } = target;
  const inputData = Object.entries(metadata.bindings)
    .filter(([, { direction }]) => direction === 'in')
    .map(([name, { type }]) => ({ name, data: type.endsWith('Trigger') ? data : extraInputs[type] }));
  const model = runtime()
    .programmingModel()
    .getInvocationModel({
      invocationId,
      metadata,
      request: { inputData, triggerMetadata },
      log: () => undefined,
      state: 'invocation',
    });
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, callback);
  return (await model.getResponse(context, result)).returnValue;
}

/** Serves an app's HTTP triggers on a free port of loopback, with the empty route prefix that host.json can set. */
export async function startHost(register: () => void, serve: Serve = serveByMessage()) {
  const { functions, invokeTimer } = loadApp(register);
  const { url, close } = await listenOnLoopback((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const target = [...functions.values()].find((one) => matches(one, request.method ?? '', pathname));
    if (target === undefined) return void response.writeHead(404).end();
    serve(target, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
    return undefined;
  });
  return { url: `${url}/slack`, invokeTimer, close };
}

export type Serve = (target: RegisteredFunction, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What was sent twice arrives as one. */
export function headersOf({ headersDistinct }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, `${values?.join(',')}`]));
}

/** The whole request goes to the worker in one message, and the whole answer comes back in one. */
export const serveByMessage =
  (extraInputs: Invocation['extraInputs'] = {}): Serve =>
  async (target, request, response) => {
    const http = {
      method: request.method,
      url: `http://localhost${request.url}`,
      headers: headersOf(request),
      query: {},
      params: {},
      body: { bytes: await buffer(request) },
    };
    const answer = (await invoke(target, { http }, { extraInputs }))?.http;
    response.writeHead(Number(answer?.statusCode ?? 204), answer?.headers);
    response.end(answer?.body?.bytes ?? answer?.body?.string);
  };

/** Routes as the host reads them: `{name}`, `{name?}` and `{*name}`. */
function matches({ metadata }: RegisteredFunction, method: string, pathname: string): boolean {
  const trigger = Object.values(metadata.bindings).find(({ type }) => type === 'httpTrigger');
  const methods = trigger?.['methods'];
  if (!Array.isArray(methods) || !methods.includes(method)) return false;
  const route = String(trigger?.['route'] ?? metadata.name);
  const pattern = route
    .replace(/\/\{\*\w+\}/g, '(?:/.*)?')
    .replace(/\/\{\w+\?\}/g, '(?:/[^/]+)?')
    .replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^/${pattern}/?$`).test(pathname);
}
