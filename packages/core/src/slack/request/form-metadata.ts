import { type ButtonValue, buttonValue, parseButtonValue } from './button-value.js';

/** What the form of a vote is about, and the stamp of the click that opened it, which tells the newer one of two votes. */
export interface FormMetadata extends ButtonValue {
  /** Null: an older release opened the form. */
  readonly actionTs: string | null;
  /** The id of the choice; null: the kind has none. */
  readonly choice: string | null;
}

/** The value of the button, the stamp and the choice. The last two may be missing. */
const pattern = /^(\S{1,200})(?: (\d{1,16}\.\d{1,16}))?(?: choice:([a-z0-9_-]{1,40}))?$/;
const stampPattern = /^\d{1,16}\.\d{1,16}$/;

/** The `private_metadata` of a form for a vote. */
export function formMetadata(
  id: string,
  digest: string,
  { actionTs, choice }: { readonly actionTs: string; readonly choice: string | null },
): string {
  const stamp = stampPattern.test(actionTs) ? [actionTs] : [];
  return [buttonValue(id, digest), ...stamp, ...(choice === null ? [] : [`choice:${choice}`])].join(' ');
}

/** @returns null for anything that `formMetadata` did not write */
export function parseFormMetadata(metadata: string): FormMetadata | null {
  const [, value = '', actionTs = null, choice = null] = pattern.exec(metadata) ?? [];
  const button = parseButtonValue(value);
  return button === null ? null : { ...button, actionTs, choice };
}
