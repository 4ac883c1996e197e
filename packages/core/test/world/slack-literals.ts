/** Reads what Slack would make of a message or view, independently of how it was made. */

interface Marked {
  readonly tokens: readonly string[];
  /** What stands outside of the tokens. */
  readonly rest: string;
}

/** Slack's `<…>` tokens in a mrkdwn text, and the text around them. */
export function readMarkup(markup: string): Marked {
  const tokens: string[] = [];
  let rest = '';
  let at = 0;
  while (at < markup.length) {
    const end = markup[at] === '<' ? markup.indexOf('>', at) : -1;
    if (end === -1) {
      rest += markup[at];
      at += 1;
    } else {
      tokens.push(markup.slice(at + 1, end));
      at = end + 1;
    }
  }
  return { tokens, rest };
}

/** Every object below a value, the value itself included. */
export function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

/** The one address that tests give to Slack as a link. */
export const ourLink = 'https://ours.example/';

const ourTokens = /^(https:\/\/ours\.example\/\|[^<>]*|@[UW][A-Z0-9]+|!date\^\d+\^[^|<>]*\|[^<>]*)$/;
const ourWords = /^[A-Za-z ,.:()]*$/;
const literalTypes = [
  'rich_text',
  'rich_text_section',
  'rich_text_quote',
  'rich_text_preformatted',
  'rich_text_list',
  'text',
  'user',
  'date',
  'plain_text',
];
const blockTypes = [
  'header',
  'divider',
  'section',
  'context',
  'actions',
  'button',
  'mrkdwn',
  'modal',
  'input',
  'plain_text_input',
  'static_select',
  'checkboxes',
];
const harmlessTypes = [...literalTypes, ...blockTypes];

/** What in blocks Slack would act upon, other than mentions of these people and instants. */
export function activeIn(blocks: unknown, people: readonly string[]): readonly string[] {
  const others = objectsIn(blocks).filter(({ type, url }) => type !== 'link' || url !== ourLink);
  return others.flatMap((one): readonly string[] => {
    const { type, text, user_id: userId, verbatim, emoji } = one;
    if (type === 'mrkdwn') return activeMarkup(String(text), verbatim, people);
    if (type === 'user') return people.includes(String(userId)) ? [] : [`a mention of ${userId}`];
    if (type === 'plain_text' && emoji !== false) return ['plain text with emoji names'];
    if (typeof type !== 'string' || harmlessTypes.includes(type)) return [];
    return [`something of type ${type}`];
  });
}

function activeMarkup(markup: string, verbatim: unknown, people: readonly string[]): readonly string[] {
  const { tokens, rest } = readMarkup(markup);
  return [
    ...(verbatim === true ? [] : ['markup whose links Slack would find by itself']),
    ...tokens.filter((token) => !isOurs(token, people)).map((token) => `the token <${token}>`),
    ...(ourWords.test(rest) ? [] : [`the markup ${rest}`]),
  ];
}

function isOurs(token: string, people: readonly string[]): boolean {
  return ourTokens.test(token) && (!token.startsWith('@') || people.includes(token.slice(1)));
}

/** What in the text of a message Slack would act upon: tokens that are not ours, and `<`, `>` or `&` that are not escaped. */
export function activeInText(text: string, people: readonly string[]): readonly string[] {
  const { tokens, rest } = readMarkup(text);
  return [
    ...tokens.filter((token) => !isOurs(token, people)).map((token) => `the token <${token}>`),
    ...(/[<>]|&(?!amp;|lt;|gt;)/.test(rest) ? [`the control character in ${rest}`] : []),
  ];
}
