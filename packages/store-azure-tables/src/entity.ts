import type { Row } from '@k8s-pizza/slack-approval/store';
import { partitionOf, rowKeyOf } from './keys.js';

// the maximum size of a binary property
const chunkBytes = 64 * 1024;

// keeps a leading byte order mark, and throws on invalid UTF-8
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Converts a row to an entity: its fields as JSON, which has null and large numbers, and its body in chunks. */
export function toEntity({ body, ...fields }: Row, writeId: string) {
  const bytes = Buffer.from(body);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => [
    `body${index}`,
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  ]);
  const key = { partitionKey: partitionOf(fields.id), rowKey: rowKeyOf(fields.id) };
  return { ...key, writeId, fields: JSON.stringify(fields), ...Object.fromEntries(chunks) };
}

export function toRow(entity: Readonly<Record<string, unknown>>): Row {
  const chunks: Uint8Array[] = [];
  for (let chunk = entity['body0']; chunk instanceof Uint8Array; chunk = entity[`body${chunks.length}`])
    chunks.push(chunk);
  return { ...JSON.parse(String(entity['fields'])), body: decoder.decode(Buffer.concat(chunks)) };
}
