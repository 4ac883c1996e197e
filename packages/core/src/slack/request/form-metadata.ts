import { type ButtonValue, buttonValue, parseButtonValue, seenStageOf, stageBlockId } from './button-value.js';

/** What the form of a vote is about, and the stamp of the click that opened it, which tells the newer one of two votes. */
export interface FormMetadata extends ButtonValue {
  /** Null: an older release opened the form. */
  readonly actionTs: string | null;
  /** The id of the choice; null: the kind has none, or none in this stage. */
  readonly choice: string | null;
  /** The stage that the form showed, from 1. Absent: none. */
  readonly seenStage?: number;
}

/** What a form for a vote is opened with. */
interface FormSeen {
  /** The stamp of the click. */
  readonly actionTs: string;
  /** The id of the choice; null: the kind has none, or none in this stage. */
  readonly choice: string | null;
  /** The stage that it shows, from 1; null: none. */
  readonly stage: number | null;
}

/** The value of the button, the stamp, the choice and the stage. The last three may be missing. */
const pattern = /^(\S{1,200})(?: (\d{1,16}\.\d{1,16}))?(?: choice:([a-z0-9_-]{1,40}))?(?: (stage:[1-9]\d?))?$/;
const stampPattern = /^\d{1,16}\.\d{1,16}$/;

/** The `private_metadata` of a form for a vote. */
export function formMetadata(id: string, digest: string, { actionTs, choice, stage }: FormSeen): string {
  return [
    buttonValue(id, digest),
    ...(stampPattern.test(actionTs) ? [actionTs] : []),
    ...(choice === null ? [] : [`choice:${choice}`]),
    ...(stage === null ? [] : [stageBlockId(stage)]),
  ].join(' ');
}

/** @returns null for anything that `formMetadata` did not write */
export function parseFormMetadata(metadata: string): FormMetadata | null {
  const [, value = '', actionTs = null, choice = null, stage = null] = pattern.exec(metadata) ?? [];
  const button = parseButtonValue(value);
  const seenStage = seenStageOf(stage);
  return button === null ? null : { ...button, actionTs, choice, ...(seenStage && { seenStage }) };
}
