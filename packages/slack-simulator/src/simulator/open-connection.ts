import { installation } from './model/default-world.js';
import type { RateLimits } from './rate-limits.js';
import type { Sockets } from './sockets.js';
import { type HttpAnswer, type HttpCall, jsonAnswer, rateLimited } from './web-api.js';

/** The one method that takes an app-level token (§5 Socket Mode), and in the header only. */
export const openConnection = 'apps.connections.open';

/** Answers `apps.connections.open`: https://docs.slack.dev/reference/methods/apps.connections.open. */
export function useOpenConnection(sockets: Sockets, rates: RateLimits, { authorization }: HttpCall): HttpAnswer {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  if (token !== installation.appToken) {
    const error = token === undefined ? 'not_authed' : 'invalid_auth';
    return jsonAnswer({ ok: false, error }, `${error}: an app-level token opens connections`);
  }
  const wait = rates.take('tier3', openConnection);
  return wait > 0 ? rateLimited(wait) : jsonAnswer({ ok: true, url: sockets.issueUrl() });
}
