import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import { isPlainObject } from '../../src/is-plain-object.js';
import { parseActionId, parseCallbackId } from '../../src/slack/request/action-ids.js';
import { objectsIn } from '../world/slack-literals.js';
import { title } from './build-states.js';
import { namesIn, refusalMark } from './coded-words.js';
import type { Shown } from './desk.js';
import { people, userIdOf } from './people.js';

export interface Seen {
  /** What Slack shows: first what this person is told, then what others see. */
  readonly seen: readonly string[];
  /** This person was shown the approval's title. */
  readonly isShown: boolean;
}

/** Reads what a response and Slack show. `own` is the user id of the person who acted. */
export function seenIn(response: RawResponse, shown: readonly Shown[], own: string): Seen {
  const all = [...(response.body === '' ? [] : answerIn(JSON.parse(response.body))), ...shown];
  const told = all.map((one) => describe(one, own));
  const others = told.filter(isForOthers);
  return {
    seen: [
      ...(response.status === 200 ? [] : [`Slack’s error (${response.status})`]),
      // the details are completed once Slack has answered
      ...told
        .filter((one) => !isForOthers(one))
        .filter((one, index, rest) => kindOf(one) !== kindOf(rest[index + 1] ?? '')),
      // a card may be updated twice, before or after a private message: that depends on how long a delivery takes
      ...[...new Set(others)].sort(),
    ],
    isShown: all.some(({ to, drawn }, index) => {
      const isOwn = !forAll.includes(told[index] ?? '') && (to === null || to === own);
      return isOwn && JSON.stringify(drawn).includes(title);
    }),
  };
}

const forAll = ['the card shows it', 'the thread says it'];

function isForOthers(seen: string): boolean {
  return forAll.includes(seen) || seen.startsWith(people.requester) || seen.startsWith(anyoneElse);
}

function kindOf(seen: string): string {
  return seen.startsWith('details') ? 'details' : seen;
}

/** The response itself: a form's new content or errors, or the reply to a command. */
function answerIn(body: Readonly<Record<string, unknown>>): readonly Shown[] {
  const { response_action: action, view, errors } = body;
  if (action === 'errors') return [{ where: 'modal', to: null, drawn: { errors } }];
  return action === 'update'
    ? [{ where: 'modal', to: null, drawn: view }]
    : [{ where: 'private', to: null, drawn: body.blocks }];
}

function describe({ where, to, drawn }: Shown, own: string): string {
  if (where === 'card') return 'the card shows it';
  if (where === 'thread') return 'the thread says it';
  if (where === 'home') return `home: ${inboxOf(drawn)}`;
  const what = where === 'modal' ? modalOf(drawn) : messageOf(drawn);
  if (to === null || (to === own && what !== outcome)) return what;
  return to === userIdOf('requester') ? `${people.requester}: ${what}` : `${anyoneElse}: ${what}`;
}

const anyoneElse = 'someone else';
/** Told to the person who asked, even if they acted. */
const outcome = '`outcomeOfYours`';

function modalOf(drawn: unknown): string {
  const { callback_id: callbackId, blocks, errors } = Object(drawn);
  if (errors !== undefined) return `at the field: ${namesIn(errors).join(' ')}`;
  const form = typeof callbackId === 'string' ? parseCallbackId(callbackId)?.form : undefined;
  if (form !== undefined) return `form \`${form}\``;
  const names = namesIn(blocks);
  const heading = namesIn(Object(drawn).title)[0];
  if (heading === 'openApprovals') return isAbout(blocks) ? 'the list has it' : 'an empty list';
  if (heading === 'yourAnswers') return `result ${JSON.stringify(blocks).includes('✓') ? '✓' : '✗'} ${tell(names)}`;
  if (heading === 'approval') return `the card${withOwnButtons(blocks)}`;
  if (!names.includes('whoMayDecide')) return tell(names);
  const may = names.find((name) => name.includes(': '));
  const line = names[0] === 'answerTakenBack' ? ' `answerTakenBack`' : '';
  return `details${line}${may === undefined ? '' : ` (${may})`}${withOwnButtons(blocks)}`;
}

function messageOf(drawn: unknown): string {
  const blocks = isPlainObject(drawn) && 'blocks' in drawn ? drawn.blocks : drawn;
  const names = namesIn(blocks);
  if (names.includes('commandHelp')) return 'help';
  if (names.includes('homeList/waiting')) return `list: ${partsWith(blocks)}`;
  if (!names.includes('askedBy')) return tell(names);
  const [first = ''] = names;
  const line = lines.includes(first) || first.startsWith(refusalMark) ? ` ${tell([first])}` : '';
  const hasButtons = objectsIn(blocks).some(({ type }) => type === 'actions');
  const isReceipt = !hasButtons && receiptLines.includes(first);
  return `${isReceipt ? 'receipt' : 'private card'}${line}${withOwnButtons(blocks)}`;
}

/** What may stand above a private card after a vote, and before one. */
const receiptLines = ['answerIs', 'answerIsIn', 'answerIsBeingChecked', 'isDeliveredAgain'];
const lines = [...receiptLines, 'chooseByCommand', 'oneIdOnly', 'readThenPress'];

function tell(names: readonly string[]): string {
  const said = names.filter((name) => name !== 'close').map((name) => name.replace(refusalMark, ''));
  return said.map((name) => (name.includes(': ') ? name : `\`${name}\``)).join(' ');
}

function withOwnButtons(blocks: unknown): string {
  const verbs = objectsIn(blocks).flatMap(({ action_id: id }) => parseActionId(String(id))?.verb ?? []);
  const own = [
    ...(verbs.includes('select') ? ['box'] : []),
    ...(verbs.includes('open_approve_form') ? ['approve'] : []),
    ...(verbs.includes('open_reject_form') ? ['reject'] : []),
    ...(verbs.includes('take_back_vote') ? ['take back'] : []),
    ...(verbs.includes('withdraw') ? ['withdraw'] : []),
    ...(verbs.includes('retry_delivery') ? ['deliver again'] : []),
  ];
  return own.map((name) => ` + ${name}`).join('');
}

function isAbout(blocks: unknown): boolean {
  return JSON.stringify(blocks).includes(title) || namesIn(blocks).includes('erased');
}

/** The list of an App Home, and what this person can do with the approval there. */
function inboxOf(drawn: unknown): string {
  const { blocks } = Object(drawn);
  const heading = objectsIn(blocks).find(({ type }) => type === 'header');
  const empty = isAbout(blocks) ? [] : namesIn(blocks).filter((name) => name.startsWith('homeListEmpty/'));
  return `${tell([...empty, ...namesIn(heading)].slice(0, 1))}${withOwnButtons(blocks)}`;
}

/** The parts of a list that name the approval. */
function partsWith(drawn: unknown): string {
  const text = JSON.stringify(drawn);
  const headings = ['homeList/waiting', 'homeList/asked'].filter((name) => text.includes(`«${name}»`));
  const found = headings.filter((name, index) => {
    const next = headings[index + 1];
    const end = next === undefined ? text.length : text.indexOf(`«${next}»`);
    const part = text.slice(text.indexOf(`«${name}»`), end);
    return part.includes(title) || part.includes('«erased»');
  });
  return found.length === 0 ? 'empty' : found.map((name) => `\`${name}\``).join(' ');
}
