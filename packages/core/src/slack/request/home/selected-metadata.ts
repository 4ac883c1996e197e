import { type ButtonValue, buttonValue, parseButtonValue } from '../button-value.js';

/**
 * The maximum number of approvals in one form. Their votes are cast one after the other within Slack's three seconds: each takes a
 * read and a write, about 0.1 s of a slow store.
 */
export const maxSelected = 10;

/** What the form for several approvals showed, and the stamp of the click that opened it. */
export interface SelectedMetadata {
  readonly actionTs: string;
  readonly entries: readonly SelectedOne[];
}

/** An approval, the digest that the form showed, and the stage, from 1. Absent: none. */
export interface SelectedOne extends ButtonValue {
  readonly seenStage?: number;
}

const pattern = /^s1 (\d{1,16}\.\d{1,16})((?: \S{1,200}){1,10})$/;
const entryPattern = /^(v1\.\S+?)(?:\/([1-9]\d?))?$/;

/** The `private_metadata` of the form: at most about 1,100 characters. */
export function selectedMetadata({ actionTs, entries }: SelectedMetadata): string {
  const written = entries.map(({ id, digest, seenStage }) => {
    const value = buttonValue(id, digest);
    return seenStage === undefined ? value : `${value}/${seenStage}`;
  });
  return ['s1', actionTs, ...written].join(' ');
}

/** @returns null for anything that `selectedMetadata` did not write, such as more than ten approvals, or one of them twice */
export function parseSelectedMetadata(metadata: string): SelectedMetadata | null {
  const [, actionTs, list = ''] = pattern.exec(metadata) ?? [];
  const written = list.trim().split(' ');
  const entries = written.flatMap((one) => entryOf(one) ?? []);
  const ids = new Set(entries.map(({ id }) => id));
  return actionTs === undefined || ids.size !== written.length ? null : { actionTs, entries };
}

function entryOf(written: string): SelectedOne | null {
  const [, value = '', stage] = entryPattern.exec(written) ?? [];
  const button = parseButtonValue(value);
  if (button === null) return null;
  return stage === undefined ? button : { ...button, seenStage: Number(stage) };
}
