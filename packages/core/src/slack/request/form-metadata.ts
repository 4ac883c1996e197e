import { type ButtonValue, buttonValue, parseButtonValue, seenStageOf, stageBlockId } from './button-value.js';

/** What the form of a vote is about, and the stamp of the click that opened it, which tells the newer one of two votes. */
export interface FormMetadata extends ButtonValue {
  /** Null: an older release opened the form. */
  readonly actionTs: string | null;
  /** The stage that the form showed, from 1. Absent: none. */
  readonly seenStage?: number;
}

const stampPattern = /^\d{1,16}\.\d{1,16}$/;

/** The `private_metadata` of a form for a vote. */
export function formMetadata(id: string, digest: string, actionTs: string, stage: number | null = null): string {
  const value = buttonValue(id, digest);
  const stamped = stampPattern.test(actionTs) ? `${value} ${actionTs}` : value;
  return stage === null ? stamped : `${stamped} ${stageBlockId(stage)}`;
}

/** @returns null for anything that `formMetadata` did not write */
export function parseFormMetadata(metadata: string): FormMetadata | null {
  const [value = '', ...more] = metadata.split(' ', 4);
  const button = parseButtonValue(value);
  const seenStage = seenStageOf(more.at(-1) ?? null);
  const [actionTs = null, ...others] = seenStage === undefined ? more : more.slice(0, -1);
  if (button === null || others.length > 0) return null;
  if (actionTs !== null && !stampPattern.test(actionTs)) return null;
  return { ...button, actionTs, ...(seenStage === undefined ? {} : { seenStage }) };
}
