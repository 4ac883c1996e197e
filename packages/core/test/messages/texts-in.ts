/** A value inside of a drawing, with the key that it stands under. */
interface Found {
  readonly key: string;
  readonly value: unknown;
  readonly holder: Readonly<Record<string, unknown>>;
}

function* allIn(value: unknown): Generator<Found> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    // as: what Object.entries takes is a record
    yield { key, value: inner, holder: value as Readonly<Record<string, unknown>> };
    yield* allIn(inner);
  }
}

/** Every text that people read in a drawing. What mrkdwn holds in angle brackets is live, and not read. */
export function textsIn(drawing: unknown): readonly string[] {
  return [...allIn(drawing)].flatMap(({ key, value, holder }) => {
    const isShown = key === 'text' || key === 'accessibility_label' || key === 'alt_text';
    if (!isShown || typeof value !== 'string') return [];
    return [isMrkdwn(holder) ? value.replace(/<[^>]*>/g, '') : value];
  });
}

/** The text of a message, beside its blocks, is mrkdwn. */
function isMrkdwn(holder: Readonly<Record<string, unknown>>): boolean {
  return holder['type'] === 'mrkdwn' || holder['blocks'] !== undefined;
}

/** The ids that Slack makes live in a drawing: people, groups, channels. */
export function livePartsIn(drawing: unknown): readonly string[] {
  return [...allIn(drawing)].flatMap(({ key, value, holder }) => {
    if (typeof value !== 'string') return [];
    if (key === 'user_id' || key === 'channel_id' || key === 'usergroup_id') return [value];
    if (key !== 'text' || !isMrkdwn(holder)) return [];
    return [...value.matchAll(/<(?:@|#|!subteam\^|!(?!date))(\w+)/g)].map(([, id = '']) => id);
  });
}

/** The texts of buttons, and the titles of modals and dialogs, which Slack cuts. */
export function shortTextsIn(drawing: unknown): readonly string[] {
  return [...allIn(drawing)].flatMap(({ key, value, holder }) => {
    const isShort = ['title', 'submit', 'close', 'confirm', 'deny'].includes(key) || holder['type'] === 'button';
    const text = isShort && typeof value === 'object' && value !== null ? Object(value)['text'] : null;
    return typeof text === 'string' ? [text] : [];
  });
}
