import { type Action, actions } from './actions.js';
import { sentences } from './coded-words.js';
import { people, type Role, roles } from './people.js';
import { silenceOf } from './silent.js';
import { allStates, type State, states } from './states.js';
import type { PlacedCell } from './table.js';

/** The command that writes the page anew. */
export const regenerate = 'npx vitest run packages/core/test/total-table -u';

const sections: Readonly<Record<string, readonly Action[]>> = {
  'On the card': ['approve', 'choice', 'reject', 'details', 'retry_delivery'],
  'In a private message': ['approve elsewhere', 'reject_without_reason', 'details elsewhere'],
  'In a form': ['approve_form', 'approve_form edited', 'reject_form', 'withdraw_form'],
  'In the details': ['take_back_vote', 'withdraw'],
  'In the list of a channel': ['show_list', 'previous_page', 'next_page', 'open_card'],
  'In the App Home': [
    'app_home_opened',
    'previous_page home',
    'next_page home',
    'choose kind',
    'choose',
    'choose open',
    'choose decided',
    'open_approve_form',
    'open_reject_form',
    'select',
    'approve_selected',
    'selected_form',
  ],
  'With the slash command': ['/list', '/show', '/approve', '/reject', '/why', '/help'],
};

/** The actions in the order of the page. */
export const shownActions: readonly Action[] = Object.values(sections).flat();

const storedMeanings: Readonly<Record<string, string>> = {
  vote_received: 'the vote is stored, and is checked with Slack first',
  voted: 'the vote counts',
  vote_changed: 'the person’s earlier vote is replaced or dropped',
  vote_taken_back: 'the vote counts no more',
  vote_refused: 'the history says that this person was refused, once for each reason',
  edited: 'the decision is on what the approver changed',
  'decided approved': 'it is approved',
  'decided rejected': 'it is rejected',
  'decided expired': 'it has expired, which this action was the first to see',
  withdrawn: 'it is withdrawn',
  redelivered: 'the decision is sent again',
  delivered: 'the receiver has taken the decision',
};

const intro = `# Who sees what

This page has an answer for every action, every state of an approval and every kind of person: what is stored, and what
does the person see? A test does each of these actions with the real library and compares the result with this page, so
nothing below this introduction is written by hand.

## How to read it

Each action has a table; a heading names all actions that share one. A row is what the approval is like when the person
acts, a column is the person. Rows and columns with the same cells are one. Where all people have the same, a second
table says it. In a cell:

- **bold** words are stored: the events of the history, and votes that wait to be checked. No bold word: nothing is
  stored.
- The rest is what Slack shows. A word in \`code\` is a sentence that only this person reads; [the last
  section](#sentences) has them all.
- "the card shows it": every card of the approval is updated.
- "who asked: …" is a private message to that person.
- "details (approve: yes, reject: guest)": the details, and whether this person may do either; the code says why not.
  "both" is said where the two are the same. "+ withdraw" is a button that only they get.
- "home: …" is the App Home: the name of its list, and what this person can do with the approval there. "+ box" is a box
  to tick, "+ approve" a button. \`homeListEmpty/…\` says that the list is empty.
- "result ✓" or "result ✗": the form for several says whether this vote is in, and why not.
- "ticked": Slack keeps the tick and sends it with the button below the list.
- "shown already": a click that Slack sends twice or late. The result of the newest one is there, so nothing changes.
- "not its home": another installation asks, and this app cannot draw there.
- "–": nobody can be there. Those who asked can't have voted, and neither can people from outside.

The approvals behind the tables:

- Most rows are a refund with two stages: two people review it, then one signs it off, who chooses and may change the
  amount. The people of a user group may veto it. Plain *Approve* and *Reject* belong to the first stage, *A choice* to
  the second.
- Where "members of the channel decide", two of them approve. The people who have approved did so as members. Since
  then, some became a guest, a bot or deactivated.
- A person on whose behalf it was asked has the rights of the person who asked. "approver now" may vote in the current
  stage. Guests, bots, people from outside and deactivated people are no approvers by name. Slack doesn't answer
  questions about an unknown person, for longer than two minutes.
- Buttons and forms name the version that the person saw, so only people who were shown an approval have one. Commands
  are typed in a channel without the card. There and in the App Home, people who may not look see nothing of it.
- In the App Home the approval is the only one, and its box is ticked. The form that approves several shows this one.
  Its votes come from no channel, so they don't count where the members of a channel decide.`;

/** Draws the page. `cells` are those of the shown actions. */
export function drawPage(cells: readonly PlacedCell[]): string {
  const parts = Object.entries(sections).map(([heading, shown]) =>
    [`## ${heading}`, ...drawSection(shown, cells)].join('\n\n'),
  );
  return `${[intro, ...parts, drawStored(cells), drawSentences(cells)].join('\n\n')}\n`;
}

/** Actions with the same table share it. */
function drawSection(shown: readonly Action[], cells: readonly PlacedCell[]): readonly string[] {
  const titles = new Map<string, string[]>();
  for (const action of shown) {
    const tables = drawTables(cells.filter((cell) => cell.action === action));
    titles.set(tables, [...(titles.get(tables) ?? []), actions[action].title]);
  }
  return [...titles].map(([tables, same]) => `### ${same.join(' · ')}\n\n${tables}`);
}

function drawTables(cells: readonly PlacedCell[]): string {
  const texts = new Map(cells.map((cell) => [`${cell.state} ${cell.role}`, textOf(cell)]));
  const textsOf = (state: State, asked: readonly Role[]): readonly string[] =>
    asked.map((role) => texts.get(`${state} ${role}`) ?? nobody);
  const isForAll = (state: State): boolean => isSame(textsOf(state, roles));
  const [everyone, others] = [allStates.filter(isForAll), allStates.filter((state) => !isForAll(state))];
  const columns = grouped(roles, (role) => others.flatMap((state) => textsOf(state, [role])));
  const cellsIn = (state: State): readonly string[] => columns.map((same) => merged(textsOf(state, same)));
  const rows = grouped(others, cellsIn).map((same) => [labelOf(same), ...cellsIn(same[0])]);
  const forAll = grouped(everyone, (state) => [merged(textsOf(state, roles))]);
  return [
    ...(rows.length === 0
      ? []
      : [drawTable(['', ...columns.map((same) => same.map((role) => people[role]).join(', '))], rows)]),
    drawTable(
      ['', 'everyone'],
      forAll.map((same) => [labelOf(same), merged(textsOf(same[0], roles))]),
    ),
  ].join('\n\n');
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Stands where nobody can be. */
const nobody = '–';

/** The same, but for where nobody can be. */
function isSame(texts: readonly string[]): boolean {
  return new Set(texts.filter((text) => text !== nobody)).size <= 1;
}

function merged(texts: readonly string[]): string {
  return texts.find((text) => text !== nobody) ?? nobody;
}

/** Puts together what has the same cells, in the order of the first of each. */
function grouped<Key>(keys: readonly Key[], textsOf: (key: Key) => readonly string[]): readonly [Key, ...Key[]][] {
  const groups: { readonly keys: [Key, ...Key[]]; texts: readonly string[] }[] = [];
  for (const key of keys) {
    const texts = textsOf(key);
    const group = groups.find((one) => one.texts.every((text, index) => isSame([text, texts[index] ?? nobody])));
    if (group === undefined) groups.push({ keys: [key], texts });
    else {
      group.keys.push(key);
      group.texts = group.texts.map((text, index) => merged([text, texts[index] ?? nobody]));
    }
  }
  return groups.map((group) => group.keys);
}

/** What the states have in common is said once: "pending: nobody voted, set aside". */
function labelOf(same: readonly State[]): string {
  if (same.length === allStates.length) return 'always';
  const byStatus = new Map<string, string[]>();
  for (const state of same) {
    const [status = '', more] = states[state].split(': ');
    byStatus.set(status, [...(byStatus.get(status) ?? []), ...(more === undefined ? [] : [more])]);
  }
  return [...byStatus]
    .map(([status, more]) => (more.length === 0 ? status : `${status}: ${more.join(', ')}`))
    .join('; ');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function textOf(cell: PlacedCell): string {
  const { stored, seen } = cell;
  const silence = stored.length === 0 && seen.length === 0 ? silenceOf(cell)?.says : undefined;
  return silence ?? [...(stored.length === 0 ? [] : [`**${stored.join(', ')}**`]), ...seen].join(' · ');
}

function drawStored(cells: readonly PlacedCell[]): string {
  const names = [...new Set(cells.flatMap(({ stored }) => stored))];
  return [
    '## What is stored',
    '',
    '| | |',
    '|---|---|',
    ...names.map((name) => line([`**${name}**`, meaningOf(name)])),
  ].join('\n');
}

function meaningOf(name: string): string {
  const meaning = storedMeanings[name];
  if (meaning === undefined) throw new Error(`The page needs to say what is stored by ${name}: see storedMeanings.`);
  return meaning;
}

function drawSentences(cells: readonly PlacedCell[]): string {
  const seen = cells.flatMap((cell) => cell.seen);
  const quoted = seen.flatMap((one) => [...one.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const names = [...new Set(quoted)].filter((name) => sentenceOf(name) !== undefined).sort();
  return [
    '## Sentences',
    '',
    'In English, as one of these people reads it. `Messages` replaces each of them: see [languages](languages.md).',
    '',
    '| code | sentence |',
    '|---|---|',
    ...names.map((name) => line([`\`${name}\``, String(sentenceOf(name)).replace(/[<>|]/g, '')])),
  ].join('\n');
}

function sentenceOf(name: string): string | undefined {
  return sentences.get(`!${name}`) ?? sentences.get(name);
}
