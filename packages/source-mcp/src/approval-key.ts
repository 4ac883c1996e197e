import { createHash } from 'node:crypto';

/** The longest key of a client. */
export const maxKeyLength = 1_000;

/** What the keys of a requester begin with. The name's length stands in front, so that no two requesters can mean the same key. */
export function keyPrefix(requester: string): string {
  return `mcp:${requester.length}:${requester}:`;
}

/** The stored key of a key that a client gave. */
export function givenKey(requester: string, key: string): string {
  return `${keyPrefix(requester)}key:${key}`;
}

/** The stored key of a question that a client asked without one: the same question has the same key. */
export function contentKey(requester: string, onBehalfOf: string | null, payload: unknown): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([onBehalfOf, payload]))
    .digest('hex');
  return `${keyPrefix(requester)}sha256:${hash}`;
}
