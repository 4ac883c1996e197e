import { cleanText } from '../blocks/text.js';

export type LookVerb = 'show' | 'approve' | 'reject' | 'why';

/** What a slash command asks for. */
export type CommandWish =
  | { readonly type: 'list' }
  /** `choice`: the id of a choice, as it was typed; null: none was. */
  | { readonly type: LookVerb; readonly id: string; readonly choice: string | null }
  /** `problem` is why the command was not understood; null if the person asked for help. */
  | { readonly type: 'help'; readonly problem: string | null };

const lookVerbs: readonly LookVerb[] = ['show', 'approve', 'reject', 'why'];
const idPattern = /^a[a-z2-7]{25}$/;
/** A longer word is not searched for the characters around an id, which keeps the pattern fast. */
const maxWrapped = 44;
const wrapping = /^[`'"<([]+|[`'">)\].,]+$/g;

/** Reads the text of a slash command: in any case, with any spaces, and with quotes or brackets around the id. */
export function readCommandText(text: string): CommandWish {
  const [word = '', id, choice = null, ...more] = cleanText(text).trim().split(/\s+/u);
  const verb = word.toLowerCase();
  if (verb === '' || verb === 'help') return { type: 'help', problem: null };
  if (verb === 'list') return { type: 'list' };
  const look = lookVerbs.find((known) => known === verb);
  if (look === undefined) return { type: 'help', problem: 'There is no such command.' };
  if (id === undefined)
    return { type: 'help', problem: `Say which approval to ${lookWords[look]}: its id is missing.` };
  if (more.length > 0 || (choice !== null && !choosing.includes(look))) return { type: 'help', problem: tooMuch };
  const bare = bareWord(id);
  return idPattern.test(bare)
    ? { type: look, id: bare, choice: choice === null ? null : bareWord(choice) }
    : { type: 'help', problem: 'This is not the id of an approval.' };
}

/** Ids have lower-case letters only. */
function bareWord(word: string): string {
  return word.length > maxWrapped ? word : word.replace(wrapping, '').toLowerCase();
}

const choosing: readonly LookVerb[] = ['approve', 'reject'];

/** What a person is told who wrote more than the command takes. */
export const tooMuch = 'Give one id, and nothing behind it. A reason is asked for when you answer.';

const lookWords = { show: 'show', approve: 'approve', reject: 'reject', why: 'explain' } as const;
