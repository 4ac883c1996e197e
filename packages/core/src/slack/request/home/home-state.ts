/** The lists of the App Home. */
export const homeLists = ['waiting', 'asked', 'open', 'decided'] as const;
type HomeList = (typeof homeLists)[number];

/** What a person's App Home shows. It travels in the `private_metadata` of the Home, and of the forms opened there. */
export interface HomeState {
  readonly list: HomeList;
  /** Only approvals of this kind; null: of all kinds. */
  readonly kind: string | null;
  /** Where the page begins, as `placeValue` writes it; null: the first page. */
  readonly place: string | null;
}

/** What the App Home shows a person who has chosen nothing. */
export const firstHome: HomeState = { list: 'waiting', kind: null, place: null };

/** The value of the option for all kinds. No kind has this name. */
export const everyKind = '*';

const pattern = /^h1;(waiting|asked|open|decided);(\*|[a-z0-9-]{1,40});(-|[a-z0-9.]{1,60})$/;

export function writeHomeState({ list, kind, place }: HomeState): string {
  return ['h1', list, kind ?? everyKind, place ?? '-'].join(';');
}

/** @returns null for anything that `writeHomeState` did not write */
export function parseHomeState(text: string | null): HomeState | null {
  const [, name, kind, place] = pattern.exec(text ?? '') ?? [];
  const list = homeLists.find((known) => known === name);
  if (list === undefined || kind === undefined || place === undefined) return null;
  return { list, kind: kind === everyKind ? null : kind, place: place === '-' ? null : place };
}

/** Adds to the metadata of a view which App Home it was opened in, so that this one can be drawn again. */
export function withHome(metadata: string, home: string | null): string {
  if (parseHomeState(home) === null) return metadata;
  return metadata === '' ? `${home}` : `${metadata} ${home}`;
}

/** Takes it off again. `home` is null if the view was opened elsewhere. */
export function splitHome(metadata: string): { readonly metadata: string; readonly home: string | null } {
  const at = metadata.lastIndexOf(' ');
  const home = metadata.slice(at + 1);
  return parseHomeState(home) === null
    ? { metadata, home: null }
    : { metadata: metadata.slice(0, Math.max(0, at)), home };
}

/** What the Home shows once a person has chosen a list, or a kind: its first page. @returns null for a value that was not offered */
export function withChoice(state: HomeState, what: 'list' | 'kind', value: string): HomeState | null {
  const { list, kind } = what === 'list' ? { ...state, list: value } : { ...state, kind: value };
  return parseHomeState(['h1', list, kind ?? everyKind, '-'].join(';'));
}
