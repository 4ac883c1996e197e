import { emojiCharacter } from '../text/emoji-character.js';
import { formatSlackDate } from '../text/format-slack-date.js';
import type { Markup, SlackDate } from '../text/markup.js';
import { Literal } from './literal.js';
import { usePage } from './page-context.js';

/** Slack's markup as a person sees it. Text never becomes an element. */
export function MarkupView({ parts }: { readonly parts: readonly Markup[] }) {
  return (
    <>
      {parts.map((part, index) => (
        // what is drawn again is the whole text, in its order
        <Piece key={`${index} ${part.type}`} part={part} />
      ))}
    </>
  );
}

function Piece({ part }: { readonly part: Markup }) {
  switch (part.type) {
    case 'text':
      return <Literal text={part.text} />;
    case 'bold':
      return (
        <strong>
          <MarkupView parts={part.parts} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <MarkupView parts={part.parts} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <MarkupView parts={part.parts} />
        </s>
      );
    case 'quote':
      return (
        <blockquote>
          <MarkupView parts={part.parts} />
        </blockquote>
      );
    case 'code':
      return <code>{part.text}</code>;
    case 'fence':
      return <pre>{part.text}</pre>;
    case 'link':
      return <OutsideLink url={part.url} label={part.label} />;
    case 'date':
      return <DateView date={part} />;
    case 'emoji':
      return <Emoji name={part.name} />;
    case 'person':
      return <PersonMention id={part.id} label={part.label} />;
    case 'channel':
      return <ChannelMention id={part.id} label={part.label} />;
    case 'usergroup':
      return <UsergroupMention id={part.id} label={part.label} />;
    case 'everyone':
      return <Mention self>@{part.range}</Mention>;
    default:
      return part satisfies never;
  }
}

export function OutsideLink({ url, label }: { readonly url: string; readonly label: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {label}
    </a>
  );
}

export function Emoji({ name }: { readonly name: string }) {
  const character = emojiCharacter(name);
  if (character === null) return <Literal text={`:${name}:`} />;
  return (
    <span class="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {character}
    </span>
  );
}

export function DateView({ date }: { readonly date: SlackDate }) {
  const { reader } = usePage();
  const instant = new Date(date.seconds * 1_000);
  const isKnown = !Number.isNaN(instant.getTime());
  const told = isKnown ? formatSlackDate(date.seconds, date.format, reader) : date.fallback;
  if (date.url !== null) return <OutsideLink url={date.url} label={told} />;
  return isKnown ? (
    <time dateTime={instant.toISOString()} title={instant.toLocaleString('en-US')}>
      {told}
    </time>
  ) : (
    <Literal text={told} />
  );
}

export function PersonMention({ id, label }: { readonly id: string; readonly label: string | null }) {
  const { state } = usePage();
  const name = state.people.find((person) => person.id === id)?.name ?? label ?? id;
  return <Mention self={id === state.me.id}>@{name}</Mention>;
}

export function UsergroupMention({ id, label }: { readonly id: string; readonly label: string | null }) {
  const { state } = usePage();
  const group = state.usergroups.find((candidate) => candidate.id === id);
  const name = group?.handle ?? label ?? id;
  return <Mention self={group?.users.includes(state.me.id) === true}>@{name.replace(/^@/, '')}</Mention>;
}

export function ChannelMention({ id, label }: { readonly id: string; readonly label: string | null }) {
  const { state } = usePage();
  return <Mention>#{state.channelNames[id] ?? label ?? id}</Mention>;
}

export function Mention({
  children,
  self = false,
}: {
  readonly children: preact.ComponentChildren;
  readonly self?: boolean;
}) {
  return <span class={self ? 'mention self' : 'mention'}>{children}</span>;
}
