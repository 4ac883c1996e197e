import { createHash } from 'node:crypto';

/** A key of an approval has at most 2,000 characters; a group's, made of its labels, may have any number. */
const mostKeyLength = 2_000;

/** The key under which a group asks: its own, or the hash of one that is too long for that. */
export function keyOf(groupKey: string): string {
  if (groupKey.length <= mostKeyLength) return groupKey;
  return `sha256:${createHash('sha256').update(groupKey).digest('hex')}`;
}
