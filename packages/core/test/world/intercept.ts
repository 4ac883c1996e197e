import type { HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';

/** Answers what the running test sends, without a server. Any other request fails. */
export function intercept(...handlers: readonly HttpHandler[]): void {
  const server = setupServer(...handlers);
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
}
