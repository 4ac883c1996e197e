import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What of an element a click names beside its action id: the value of a button, or the option that was chosen. */
interface Pressed {
  readonly value?: string;
  readonly option?: string;
}

/** What blocks stand in: a message or a view, which is where a click goes. */
export interface BlockOwner {
  /** What a header block is here: one step below the heading above it. */
  readonly heading: 'h2' | 'h3';
  readonly press: (actionId: string, pressed: Pressed) => Promise<void>;
  /** What is filled in, by block id; only a modal has inputs that are sent. */
  readonly values: Readonly<Record<string, string>>;
  readonly setValue: (blockId: string, value: string) => void;
  readonly errors: Readonly<Record<string, string>>;
}

const OwnerContext = createContext<BlockOwner | null>(null);
export const OwnerProvider = OwnerContext.Provider;

export function useOwner(): BlockOwner {
  const owner = useContext(OwnerContext);
  if (owner === null) throw new Error('A block stands in a message or a view');
  return owner;
}
