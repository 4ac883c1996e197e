import { SlackApprovalError } from '../../errors.js';

/** What a button or a modal is about: an approval, and the digest of the revision that the person saw. */
export interface ButtonValue {
  readonly id: string;
  readonly digest: string;
}

const valuePattern = /^v1\.(a[a-z2-7]{25})\.(sha256:[0-9a-f]{64})$/;

/** @throws {SlackApprovalError} invalid_argument — `id` is not an approval's id, or `digest` is not a digest */
export function buttonValue(id: string, digest: string): string {
  // the lengths reveal any mix-up in this library; the pattern checks what Slack sends back
  if (id.length !== 26 || digest.length !== 71) {
    throw new SlackApprovalError(
      'invalid_argument',
      `A button needs an approval id of 26 characters and a digest of 71, got ${id.length} and ${digest.length}.`,
    );
  }
  return `v1.${id}.${digest}`;
}

/** @returns null for anything that `buttonValue` did not write */
export function parseButtonValue(value: string): ButtonValue | null {
  const [, id, digest] = valuePattern.exec(value) ?? [];
  return id === undefined || digest === undefined ? null : { id, digest };
}

const blockPattern = /^stage:([1-9]\d?)$/;

/** The `block_id` of the buttons on the card of a stage. A click brings it back, and so tells which stage the person saw. */
export function stageBlockId(stage: number): string {
  return `stage:${stage}`;
}

/** The stage, from 1, as the buttons of a card told it; undefined: they are of no stage. */
export function seenStageOf(blockId: string | null): number | undefined {
  const [, number] = blockPattern.exec(blockId ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
