import type { Messages } from '@k8s-pizza/slack-approval';
import { plainText } from '../../src/domain/model/live-text.js';
import type { Explanation } from '../../src/domain/model/refusal.js';
import { en } from '../../src/messages/en.js';

/** A sentence that was said under each name, in English: of several the first in the alphabet, whichever was said first. */
export const sentences = new Map<string, string>();

/** Stand before and behind each name, so that it is found again in what is drawn. */
const [open, close] = ['«', '»'];
const named = /«([^«»]*)»/g;
const approvalId = /\ba[a-z2-7]{25}\b/g;

/** Words that are the names of the sentences, so that a test reads which sentence a person sees. */
export const codedWords: Messages = {
  // as: each word of a language is a text or writes one
  ...(Object.fromEntries(
    Object.entries(en).map(([name, say]) => [
      name,
      typeof say === 'function'
        ? // as: it is given what the app gives to the word
          (values: unknown) => coded(name, (say as (values: unknown) => string)(values))
        : coded(name, say),
    ]),
  ) as unknown as Messages),
  refusal: (why) => coded(refusalName(why), en.refusal(why)),
  homeList: ({ list }) => coded(`homeList/${list}`, en.homeList({ list })),
  homeListEmpty: ({ list }) => coded(`homeListEmpty/${list}`, en.homeListEmpty({ list })),
  // the name of the sentence within is what matters
  voteRefused: ({ explanation }) => explanation,
  reasonGiven: ({ explanation }) => explanation,
  allowed: () => coded('allowed', en.allowed({ group: null })),
  mayDecide: ({ approve, reject }) => {
    const [first, second] = [shortOf(approve), shortOf(reject)];
    return coded(first === second ? `both: ${first}` : `approve: ${first}, reject: ${second}`, '');
  },
  listed: ({ names }) => names.join(', '),
};

/** The names of the sentences in what was drawn, in order. */
export function namesIn(drawn: unknown): readonly string[] {
  return [...JSON.stringify(drawn).matchAll(named)].map(([, name = '']) => name);
}

/** Refusals are told from the words of a card by their mark. */
export const refusalMark = '!';

function coded(name: string, sentence: string): string {
  const said = plainText(sentence.replace(named, '…')).replace(approvalId, 'a…');
  const known = sentences.get(name);
  if (known === undefined || said < known) sentences.set(name, said);
  return `${open}${name}${close}`;
}

/** The code of a refusal, and which of its sentences it is. */
function refusalName({ code, values }: Parameters<Messages['refusal']>[0]): string {
  // as: these values of refusals are names
  const { cause, role, state, unreadable, status, command } = values as Readonly<Record<string, string | null>>;
  const which = cause ?? role ?? state ?? unreadable ?? status ?? (code === 'delivery_under_way' ? command : null);
  return `${refusalMark}${which === undefined || which === null ? code : `${code}/${which}`}`;
}

function shortOf({ answer, code }: Explanation): string {
  return answer === 'allowed' ? 'yes' : code;
}
