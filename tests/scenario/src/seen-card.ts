import type { SimulatedMessage } from '@k8s-pizza/slack-simulator';

/** A message as a person reads it: its words from top to bottom, and the buttons below. */
export interface SeenCard {
  readonly text: string;
  readonly buttons: readonly string[];
}

export function seenCard({ blocks }: Pick<SimulatedMessage, 'blocks'>): SeenCard {
  const lines: string[] = [];
  const buttons: string[] = [];
  const read = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const one of part) read(one);
      return;
    }
    if (typeof part !== 'object' || part === null) return;
    // as: every field is looked at before it is used
    const { type, text, user_id: userId, ...rest } = part as Readonly<Record<string, unknown>>;
    if (type === 'button') buttons.push(labelOf(text));
    else if (type === 'user') lines.push(`@${userId}`);
    else if (typeof text === 'string') lines.push(text);
    else read([text, ...Object.values(rest)]);
  };
  read(blocks);
  return { text: lines.join('\n'), buttons };
}

function labelOf(label: unknown): string {
  return typeof label === 'object' && label !== null && 'text' in label ? String(label.text) : '';
}
