import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface Scope {
  readonly spans?: readonly Span[];
  readonly metrics?: readonly { readonly name: string }[];
}

type Scopes = Readonly<Record<'scopeSpans' | 'scopeMetrics', readonly Scope[] | undefined>>;

/** Takes spans and metrics as a collector does. */
export async function aCollector() {
  const spans: Span[] = [];
  const metrics = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { resourceSpans = [], resourceMetrics = [] } = JSON.parse(body);
      const scopes = resourceSpans.flatMap(({ scopeSpans }: Scopes) => scopeSpans ?? []);
      spans.push(...scopes.flatMap((scope: Scope) => scope.spans ?? []));
      const meters = resourceMetrics.flatMap(({ scopeMetrics }: Scopes) => scopeMetrics ?? []);
      for (const { name } of meters.flatMap((scope: Scope) => scope.metrics ?? [])) metrics.add(name);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, metrics };
}
