import type { RichTextBlock, RichTextElement } from '@slack/types';
import { safeAddress } from '../../text/safe-address.js';
import { Literal } from '../literal.js';
import {
  ChannelMention,
  DateView,
  Emoji,
  Mention,
  OutsideLink,
  PersonMention,
  UsergroupMention,
} from '../markup-view.js';
import { Placeholder } from './placeholder.js';

type Part = RichTextBlock['elements'][number];

export function RichText({ block }: { readonly block: RichTextBlock }) {
  return (
    <div class="rich-text">
      {block.elements.map((part, index) => (
        <PartView key={`${index} ${part.type}`} part={part} />
      ))}
    </div>
  );
}

function PartView({ part }: { readonly part: Part }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <p>
          <Leaves of={part.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Leaves of={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Leaves of={part.elements} />
        </pre>
      );
    case 'rich_text_list':
      return <List part={part} />;
    default:
      return <Placeholder what={part satisfies never} />;
  }
}

function List({ part }: { readonly part: Extract<Part, { type: 'rich_text_list' }> }) {
  const items = part.elements.map((item, index) => (
    <li key={`${index} ${item.type}`}>
      <Leaves of={item.elements} />
    </li>
  ));
  const indent = `indent-${Math.min(part.indent ?? 0, 4)}`;
  return part.style === 'ordered' ? <ol class={indent}>{items}</ol> : <ul class={indent}>{items}</ul>;
}

function Leaves({ of }: { readonly of: readonly RichTextElement[] }) {
  return (
    <>
      {of.map((leaf, index) => (
        <Styled key={`${index} ${leaf.type}`} leaf={leaf} />
      ))}
    </>
  );
}

function Styled({ leaf }: { readonly leaf: RichTextElement }) {
  const style: {
    readonly bold?: boolean;
    readonly italic?: boolean;
    readonly strike?: boolean;
    readonly code?: boolean;
  } = leaf.style ?? {};
  let drawn = <Leaf leaf={leaf} />;
  if (style.code) drawn = <code>{drawn}</code>;
  if (style.strike) drawn = <s>{drawn}</s>;
  if (style.italic) drawn = <em>{drawn}</em>;
  return style.bold ? <strong>{drawn}</strong> : drawn;
}

function Leaf({ leaf }: { readonly leaf: RichTextElement }) {
  switch (leaf.type) {
    case 'text':
      return <Literal text={leaf.text} />;
    case 'link':
      return safeAddress(leaf.url) === null ? (
        <Literal text={leaf.text ?? leaf.url} />
      ) : (
        <OutsideLink url={leaf.url} label={leaf.text ?? leaf.url} />
      );
    case 'user':
      return <PersonMention id={leaf.user_id} label={null} />;
    case 'usergroup':
      return <UsergroupMention id={leaf.usergroup_id} label={null} />;
    case 'channel':
      return <ChannelMention id={leaf.channel_id} label={null} />;
    case 'broadcast':
      return <Mention self>@{leaf.range}</Mention>;
    case 'emoji':
      return <Emoji name={leaf.name} />;
    case 'date':
      return (
        <DateView
          date={{
            type: 'date',
            seconds: leaf.timestamp,
            format: leaf.format,
            url: leaf.url === undefined ? null : safeAddress(leaf.url),
            fallback: leaf.fallback ?? '',
          }}
        />
      );
    default:
      return <code>{leaf.type}</code>;
  }
}
