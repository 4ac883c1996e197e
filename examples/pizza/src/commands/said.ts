import {
  escapeMrkdwn,
  link,
  mention,
  type RichTextLeaf,
  richText,
  richTextList,
  richTextSection,
  slackDate,
} from '@k8s-pizza/slack-approval';

/** What a command says: blocks for people to read, and the same as text for notifications. */
export interface Said {
  readonly text: string;
  readonly blocks: readonly ReturnType<typeof richText>[];
}

/** One line. A string in it is literal: whoever wrote it, nothing in it is read as markup. */
export type Line = readonly RichTextLeaf[];

const mostItems = 15;

/** A sentence, and a list under it as far as it fits. */
export function said(first: Line, items: readonly Line[] = []): Said {
  const omitted = items.length - mostItems;
  const list = omitted > 0 ? [...items.slice(0, mostItems), [`and ${omitted} more`]] : items;
  return {
    text: [first, ...list].map(textOf).join('\n'),
    blocks: [richText([richTextSection(first), ...(list.length > 0 ? [richTextList(list)] : [])])],
  };
}

export function together(...parts: readonly Said[]): Said {
  return { text: parts.map(({ text }) => text).join('\n'), blocks: parts.flatMap(({ blocks }) => blocks) };
}

function textOf(line: Line): string {
  return line.map(leafText).join('');
}

function leafText(leaf: RichTextLeaf): string {
  if (typeof leaf === 'string') return escapeMrkdwn(leaf);
  switch (leaf.type) {
    case 'text':
      return escapeMrkdwn(leaf.text);
    case 'link':
      return link(leaf.url, leaf.text ?? leaf.url);
    case 'user':
      return mention(leaf.user_id);
    case 'channel':
      return `<#${leaf.channel_id}>`;
    case 'date':
      return slackDate(leaf.timestamp * 1_000, leaf.format, leaf.fallback);
    default:
      return '';
  }
}
