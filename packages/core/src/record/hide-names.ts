import type { HistoryEvent } from '../domain/model/events.js';
import type { Requester } from '../domain/model/person.js';
import { type NewPart, newPart, type Parts } from './parts.js';

/** Replaces the name of a system in the history. The name itself is a part, which can be erased. */
interface NameRef {
  readonly nameRef: string;
}

/** An event as the history stores it. */
export type StoredEvent = Readonly<Record<string, unknown>> & Pick<HistoryEvent, 'at' | 'type'>;

/** Replaces the names of systems in events by references, and returns the parts that hold the names. */
export function hideNames(
  events: readonly HistoryEvent[],
  parts: Parts,
): { readonly events: readonly StoredEvent[]; readonly parts: readonly NewPart[] } {
  const added: NewPart[] = [];
  const hidden = events.map((event): StoredEvent => {
    const field = nameField(event);
    // as: `field` is a field of this event
    const name = field === null ? null : (event as unknown as Readonly<Record<string, Requester | null>>)[field];
    return field === null || typeof name !== 'string' ? event : { ...event, [field]: refOf(name, parts, added) };
  });
  return { events: hidden, parts: added };
}

function refOf(name: string, parts: Parts, added: NewPart[]): NameRef {
  const nameRef = knownRef(name, parts) ?? added.find((part) => part.value === name)?.ref;
  if (nameRef !== undefined) return { nameRef };
  const part = newPart(name);
  added.push(part);
  return { nameRef: part.ref };
}

function nameField({ type }: HistoryEvent): 'requester' | 'by' | null {
  if (type === 'asked') return 'requester';
  return type === 'amended' || type === 'withdrawn' || type === 'redelivered' ? 'by' : null;
}

function knownRef(name: string, { values }: Parts): string | undefined {
  return Object.entries(values).find(([, { value }]) => value === name)?.[0];
}
