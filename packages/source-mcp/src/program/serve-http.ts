import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  type McpServer,
  OAuthError,
  OAuthErrorCode,
  originValidationResponse,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import { type HttpSettings, SettingsError } from './settings.js';

/** A server that listens. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** A question and its arguments are small. */
const maxRequestBytes = 1_000_000;

/** Serves MCP over HTTP at `/mcp`, to clients with the token. @throws {SettingsError} it cannot listen there */
export async function serveHttp(
  createMcpServer: () => McpServer,
  { port, host, token }: HttpSettings,
  onError: (error: Error) => void,
): Promise<Listening> {
  const handler = createMcpHandler(createMcpServer, {
    // a stream is kept alive by comments: a proxy would cut a silent answer, and people take their time
    responseMode: 'sse',
    maxRequestBodySize: maxRequestBytes,
    onerror: onError,
  });
  const authenticate = requireBearerAuth({ verifier: { verifyAccessToken: async (given) => verify(given, token) } });
  const answer = async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname !== '/mcp') return new Response(null, { status: 404 });
    const refused = isLoopback(host) ? refuseOtherSites(request) : undefined;
    if (refused !== undefined) return refused;
    const client = await authenticate(request);
    return client instanceof Response ? client : await handler.fetch(request, { authInfo: client });
  };
  // as: a request that a server gets has a method
  const listener = toNodeHandler({ fetch: answer }, { onerror: onError }) as RequestListener;
  const server = createServer(listener);
  await once(server.listen(port, host), 'listening').catch((error: unknown) => {
    throw new SettingsError(`Nothing can listen at ${host}, port ${port} (${Object(error).code}): name others.`);
  });
  // as: it listens on a port
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/mcp`,
    async close() {
      await handler.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A web page that a browser shows on this machine must not call the server: neither from another site, nor by a name that points here. */
function refuseOtherSites(request: Request): Response | undefined {
  return (
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins())
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** @throws {OAuthError} it is another token */
function verify(given: string, token: string) {
  // the time that it takes reveals nothing about the token
  if (!timingSafeEqual(hashOf(given), hashOf(token)))
    throw new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not known.');
  return { token: given, clientId: 'mcp', scopes: [], expiresAt: Number.MAX_SAFE_INTEGER };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
