import type { Row } from '@k8s-pizza/slack-approval';
import { partitionOf, rowKeyOf } from './keys.js';

// the most a binary property holds
const chunkBytes = 64 * 1024;

// keeps a leading byte order mark, and refuses bytes that are no text
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A row as it lies in the table: its fields as JSON, which knows null and large numbers, and its body cut into pieces. */
export function toEntity({ body, ...fields }: Row, writeId: string) {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => [
    `body${index}`,
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  ]);
  const key = { partitionKey: partitionOf(fields.id), rowKey: rowKeyOf(fields.id) };
  return { ...key, writeId, fields: JSON.stringify(fields), ...Object.fromEntries(pieces) };
}

export function toRow(entity: Readonly<Record<string, unknown>>): Row {
  const pieces: Uint8Array[] = [];
  for (let piece = entity['body0']; piece instanceof Uint8Array; piece = entity[`body${pieces.length}`])
    pieces.push(piece);
  return { ...JSON.parse(String(entity['fields'])), body: decoder.decode(Buffer.concat(pieces)) };
}
