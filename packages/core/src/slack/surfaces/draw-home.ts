import type { ActionsBlockElement, HomeView, KnownBlock } from '@slack/types';
import type { Messages } from '../../messages/words/messages.js';
import { actions, context, header } from '../blocks/blocks.js';
import { button, option, staticSelect } from '../blocks/elements.js';
import { plain } from '../blocks/text-objects.js';
import { homeView } from '../blocks/view.js';
import { answersOf } from '../card/card-answers.js';
import type { CardView } from '../card/card-view.js';
import { actionId } from '../request/action-ids.js';
import { everyKind, type HomeState, homeLists, writeHomeState } from '../request/home/home-state.js';
import { type ListPlace, pageButtons } from './list-place.js';
import { type RowButton, rowBlocks } from './overview-rows.js';

/** What a person can do with an approval from their App Home. */
export interface RowRights {
  /** They have not answered, and an answer of theirs would count. */
  readonly answers: boolean;
  readonly approves: boolean;
  readonly withdraws: boolean;
}

/** A page of a person's inbox. Open approvals are sorted by when they were asked, decided ones by when they were decided, newest first. */
export interface InboxPage {
  readonly namespace: string;
  readonly words: Messages;
  readonly state: HomeState;
  /** The kinds that can be chosen. */
  readonly kinds: readonly string[];
  readonly rows: readonly { readonly view: CardView; readonly rights: RowRights }[];
  /** The previous page ends before this place; null on the first page. */
  readonly previous: ListPlace | null;
  /** The next page begins at this place; null on the last page. */
  readonly next: ListPlace | null;
  /** There are older pending approvals that were not looked at. */
  readonly isPartial: boolean;
}

/** Slack takes so many options in a menu; one is for all kinds. */
const maxKinds = 99;

/** Draws the App Home: one page of one list. A row takes two blocks; with at most four more it stays within the 100 of a Home. */
export function drawHome(page: InboxPage): HomeView {
  const { words, state, rows, isPartial } = page;
  return homeView(
    [
      ...filterBlocks(page),
      header(words.homeList(state)),
      ...(rows.length === 0 ? [context([plain(words.homeListEmpty(state))])] : []),
      ...rows.flatMap(({ view, rights }) => rowBlocks(view, buttonsOf(view, rights), [], rights.approves)),
      ...(isPartial ? [context([plain(words.notAllRead)])] : []),
      ...lastBlocks(page),
    ],
    { privateMetadata: writeHomeState(state) },
  );
}

/** The menus. Slack keeps what a person chose in a block of the same id, so each choice makes another id. */
function filterBlocks({ namespace, words, state, kinds }: InboxPage): readonly KnownBlock[] {
  const { list, kind } = state;
  const lists = homeLists.map((one) => option(words.homeList({ list: one }), one));
  const offered = [...new Set([...(kind === null ? [] : [kind]), ...kinds])].slice(0, maxKinds).sort();
  const kindOptions = [option(words.allKinds, everyKind), ...offered.map((one) => option(one, one))];
  const menus = [
    menu(actionId(namespace, 'choose', 'list'), words.homeList(state), lists, list),
    ...(offered.length === 0
      ? []
      : [menu(actionId(namespace, 'choose', 'kind'), words.allKinds, kindOptions, kind ?? everyKind)]),
  ];
  return [actions(menus, { blockId: `filter:${list}:${kind ?? everyKind}` })];
}

function menu(id: string, placeholder: string, options: readonly ReturnType<typeof option>[], chosen: string) {
  const initialOption = options.find(({ value }) => value === chosen);
  return staticSelect({
    actionId: id,
    placeholder,
    options,
    ...(initialOption === undefined ? {} : { initialOption }),
  });
}

function buttonsOf(view: CardView, { answers, withdraws }: RowRights): readonly RowButton[] {
  return [
    ...(answers ? answersOf(view) : []),
    'details',
    ...(withdraws ? (['withdraw'] as const) : []),
    ...(view.delivery?.state === 'dead' ? (['retry_delivery'] as const) : []),
  ];
}

function lastBlocks(page: InboxPage): readonly KnownBlock[] {
  const { namespace, words, rows } = page;
  const approve = button({
    text: words.approveSelected,
    actionId: actionId(namespace, 'approve_selected'),
    style: 'primary',
  });
  const elements: readonly ActionsBlockElement[] = [
    ...(rows.some(({ rights }) => rights.approves) ? [approve] : []),
    ...pageButtons(page, words.homeList(page.state)),
  ];
  return elements.length === 0 ? [] : [actions(elements)];
}
