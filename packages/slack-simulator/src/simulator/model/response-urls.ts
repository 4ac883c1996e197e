import { randomBytes } from 'node:crypto';
import { installation } from './default-world.js';
import type { Model, ResponseUrl } from './model.js';

/** §2 `response_url`: valid 30 min, 5 uses. */
const lifetimeMs = 30 * 60_000;
const uses = 5;
const kept = 1_000;

/** Creates a path below the simulator's address. It is random, as Slack's are: it works like a bearer token. */
export function issueResponseUrl(
  model: Model,
  kind: 'actions' | 'commands',
  about: Pick<ResponseUrl, 'userId' | 'channelId' | 'messageTs'>,
): string {
  const path = `/${kind}/${installation.teamId}/${model.nextId('')}/${randomBytes(18).toString('base64url')}`;
  const issued = { ...about, path, issuedAt: model.now(), useCount: 0 };
  model.state.responseUrls = [...model.state.responseUrls, issued].slice(-kept);
  model.changed();
  return path;
}

/** @returns the response URL of a path, or null if it is unknown, used up or too old */
export function findResponseUrl(model: Model, path: string): ResponseUrl | null {
  const found = model.state.responseUrls.find((candidate) => candidate.path === path);
  const usable = found !== undefined && found.useCount < uses && model.now() - found.issuedAt <= lifetimeMs;
  return usable ? found : null;
}

export function countUse(model: Model, used: ResponseUrl): void {
  model.state.responseUrls = model.state.responseUrls.map((candidate) =>
    candidate.path === used.path ? { ...candidate, useCount: candidate.useCount + 1 } : candidate,
  );
  model.changed();
}
