import { limits } from '../domain/model/limits.js';
import { isPlainObject } from '../is-plain-object.js';
import type { KindDefinition } from '../runtime/runtime.js';
import { cutText } from '../slack/blocks/text.js';
import type { CardContent } from '../slack/card/card-content.js';

const maxFields = 20;
const maxLabelLength = 75;
/** A value is cut so that all fit: a card is an overview, and Details shows the whole payload. */
const valueLengths = [300, 100, 30] as const;

/** Returns what the card of a payload shows: what `card` returns, or the title and the payload's own fields. */
export function contentOf({ card, title }: Pick<KindDefinition, 'card' | 'title'>, payload: unknown): CardContent {
  return card === null ? defaultContent(title(payload), payload) : card(payload);
}

function defaultContent(title: string, payload: unknown): CardContent {
  const contents = valueLengths.map((length) => contentWith(title, payload, length));
  return contents.find(fits) ?? { title };
}

function fits(content: CardContent): boolean {
  return Buffer.byteLength(JSON.stringify(content)) <= limits.contentBytes / 2;
}

function contentWith(title: string, payload: unknown, length: number): CardContent {
  if (payload === null || payload === '') return { title };
  if (!isPlainObject(payload)) return { title, text: cutText(textOf(payload), maxFields * length) };
  const all = Object.entries(payload);
  const shown = all
    .slice(0, maxFields)
    .map(([name, value]) => [cutText(name, maxLabelLength), cutText(textOf(value), length)]);
  const more = all.length - shown.length;
  const fields = Object.fromEntries(more === 0 ? shown : [...shown, ['…', `+${more}`]]);
  return all.length === 0 ? { title } : { title, fields };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
