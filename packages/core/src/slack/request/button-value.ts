import { SlackApprovalError } from '../../errors.js';

/** What a button or a modal says it is about: an approval, and the digest of the revision that was seen. */
export interface ButtonValue {
  readonly id: string;
  readonly digest: string;
}

const valuePattern = /^v1\.(a[a-z2-7]{25})\.(sha256:[0-9a-f]{64})$/;

/** @throws {SlackApprovalError} invalid_argument — not an approval's id, or not a digest */
export function buttonValue(id: string, digest: string): string {
  // the lengths alone tell every mix-up of ours; the pattern is for what comes back
  if (id.length !== 26 || digest.length !== 71) {
    throw new SlackApprovalError('invalid_argument', 'A button needs an approval id and a sha256 digest.');
  }
  return `v1.${id}.${digest}`;
}

/** @returns null for anything but what `buttonValue` writes. */
export function parseButtonValue(value: string): ButtonValue | null {
  const [, id, digest] = valuePattern.exec(value) ?? [];
  return id === undefined || digest === undefined ? null : { id, digest };
}
