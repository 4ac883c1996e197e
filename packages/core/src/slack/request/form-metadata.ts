import { type ButtonValue, buttonValue, parseButtonValue } from './button-value.js';

/** What the form of a vote is about, and the stamp of the click that opened it, which tells the newer one of two votes. */
export interface FormMetadata extends ButtonValue {
  /** Null: an older release opened the form. */
  readonly actionTs: string | null;
}

const stampPattern = /^\d{1,16}\.\d{1,16}$/;

/** The `private_metadata` of a form for a vote. */
export function formMetadata(id: string, digest: string, actionTs: string): string {
  const value = buttonValue(id, digest);
  return stampPattern.test(actionTs) ? `${value} ${actionTs}` : value;
}

/** @returns null for anything that `formMetadata` did not write */
export function parseFormMetadata(metadata: string): FormMetadata | null {
  const [value = '', actionTs = null, ...more] = metadata.split(' ', 3);
  const button = parseButtonValue(value);
  if (button === null || more.length > 0) return null;
  return actionTs === null || stampPattern.test(actionTs) ? { ...button, actionTs } : null;
}
