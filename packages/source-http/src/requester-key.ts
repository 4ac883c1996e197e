/** The key of an approval in the store. The name's length stands in front, so that no two requesters can mean the same key. */
export function toStoredKey(requester: string, key: string): string {
  return `${prefixOf(requester)}${key}`;
}

/** The key that a requester gave; null: the approval was not asked over HTTP. */
export function requesterKey(requester: string, storedKey: string | null): string | null {
  const prefix = prefixOf(requester);
  return storedKey?.startsWith(prefix) ? storedKey.slice(prefix.length) : null;
}

function prefixOf(requester: string): string {
  return `http:${requester.length}:${requester}:`;
}
