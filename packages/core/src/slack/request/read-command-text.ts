import { cleanText } from '../blocks/text.js';

export type LookVerb = 'show' | 'approve' | 'reject' | 'why';

/** What a slash command asks for. */
export type CommandWish =
  | { readonly type: 'list' }
  /** `choice`: the id of a choice, as it was typed; null: none was. */
  | { readonly type: LookVerb; readonly id: string; readonly choice: string | null }
  /** `problem` is why the command was not understood, by its name in `Messages`; null if the person asked for help. */
  | { readonly type: 'help'; readonly problem: 'noSuchCommand' | 'idIsMissing' | 'notAnId' | 'oneIdOnly' | null };

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
  if (look === undefined) return { type: 'help', problem: 'noSuchCommand' };
  if (id === undefined) return { type: 'help', problem: 'idIsMissing' };
  if (more.length > 0 || (choice !== null && !choosing.includes(look))) return { type: 'help', problem: 'oneIdOnly' };
  const bare = bareWord(id);
  return idPattern.test(bare)
    ? { type: look, id: bare, choice: choice === null ? null : bareWord(choice) }
    : { type: 'help', problem: 'notAnId' };
}

/** Ids have lower-case letters only. */
function bareWord(word: string): string {
  return word.length > maxWrapped ? word : word.replace(wrapping, '').toLowerCase();
}

const choosing: readonly LookVerb[] = ['approve', 'reject'];
