import { parseMrkdwn } from './parse-mrkdwn.js';

/** Finds every instant that a message shows, in mrkdwn and in rich text. @returns epoch milliseconds, the earliest first */
export function datesIn(message: { readonly text: string; readonly blocks: readonly unknown[] }): readonly number[] {
  const found = message.blocks.length > 0 ? datesOf(message.blocks) : datesOfText(message.text);
  return [...new Set(found)].sort((one, other) => one - other);
}

function datesOf(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.flatMap(datesOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, timestamp }: { type?: unknown; text?: unknown; timestamp?: unknown } = value;
  if (type === 'date' && typeof timestamp === 'number') return [timestamp * 1_000];
  if (type === 'mrkdwn' && typeof text === 'string') return datesOfText(text);
  return Object.values(value).flatMap(datesOf);
}

function datesOfText(text: string): readonly number[] {
  return parseMrkdwn(text).flatMap((markup) => (markup.type === 'date' ? [markup.seconds * 1_000] : []));
}
