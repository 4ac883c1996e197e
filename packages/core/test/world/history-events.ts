import type { HistoryEvent } from '../../src/domain/model/events.js';
import { erasedName } from '../../src/domain/model/person.js';
import type { ApprovalRecord } from '../../src/record/record.js';

/** The events that a record's history was written from: names stand in it as references to parts. */
export function eventsOf({ history, parts }: Pick<ApprovalRecord, 'history' | 'parts'>): readonly HistoryEvent[] {
  const named = (value: unknown): unknown => {
    const { nameRef } = Object(value);
    return typeof nameRef === 'string' ? (parts.values[nameRef]?.value ?? erasedName) : value;
  };
  return history.map(({ at, event }) => {
    const entries = Object.entries(event).map(([field, value]) => [field, named(value)]);
    // an entry holds what the event held that it was written from
    return { ...Object.fromEntries(entries), at } as HistoryEvent;
  });
}
