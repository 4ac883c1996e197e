/** Writes a count. `isMore`: there are more than `count`, which were not counted. */
export type CountWords = (values: { readonly count: number; readonly isMore: boolean }) => string;

/**
 * The words of lists: the App Home, the slash command, and a channel's summary.
 *
 * A channel in which many cards wait to be posted has such a summary.
 */
export interface ListWords {
  /** Each list of the App Home by its name: what waits for the person, what they asked for, all that is open, what was decided. */
  readonly homeList: (values: { readonly list: 'waiting' | 'asked' | 'open' | 'decided' }) => string;
  /** Shown if a list is empty. */
  readonly homeListEmpty: (values: { readonly list: 'waiting' | 'asked' | 'open' | 'decided' }) => string;
  readonly onlyNewestRead: string;
  /** The answer to `list` as text. */
  readonly listCounted: (values: { readonly waiting: number; readonly asked: number }) => string;
  /** A row of a list. `onBehalfOf` null: they ask for themselves. */
  readonly kindAskedBy: (values: {
    readonly kind: string;
    readonly by: string;
    readonly onBehalfOf: string | null;
  }) => string;
  /** The slash command: its help, what each command is for, and why one was not understood. */
  readonly commandHelp: string;
  readonly helpList: string;
  readonly helpShow: string;
  readonly helpApprove: string;
  readonly helpReject: string;
  readonly helpChoose: string;
  readonly helpWhy: string;
  readonly helpHelp: string;
  readonly noSuchCommand: string;
  readonly idIsMissing: string;
  readonly notAnId: string;
  readonly oneIdOnly: string;
  /** Above a card that `approve` or `reject` shows. `answer`: the text of the button. */
  readonly readThenPress: (values: { readonly answer: string }) => string;
  /** The same, if there are several buttons: which commands there are, such as `approve a… now`, by the labels of their choices. */
  readonly chooseByCommand: (values: { readonly commands: Readonly<Record<string, string>> }) => string;
  readonly slackNotAsked: string;
  /** This and the following, up to `showList`, are on the summary. */
  readonly waitForCards: CountWords;
  readonly oldest: (values: { readonly title: string }) => string;
  readonly waitingSince: (values: { readonly at: string }) => string;
  readonly onePerSecond: string;
  readonly endedUnshown: CountWords;
  readonly refusedCards: CountWords;
  readonly allPosted: string;
  readonly showList: string;
  /** This and the following are in the list that `showList` opens. */
  readonly openApprovals: string;
  readonly newestFirst: string;
  readonly noneOpen: string;
  readonly notAllRead: string;
  readonly askedAt: (values: { readonly at: string; readonly isPosted: boolean }) => string;
  readonly openCard: string;
  readonly previousPage: string;
  readonly nextPage: string;
}
