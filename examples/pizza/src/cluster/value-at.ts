import { isRecord } from '../is-record.js';

/** Follows a path of plain names, such as `status.tracker.prep`; null where nothing is. */
export function valueAt(object: unknown, path: string): unknown {
  const steps = path.split('.');
  return steps.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), object) ?? null;
}
