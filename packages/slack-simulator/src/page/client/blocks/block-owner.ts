import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ElementValue } from '../../../simulator/elements/stateful-elements.js';

/** What a click carries besides the action id: the value of a button, or what was chosen. */
interface Pressed {
  readonly value?: string;
  readonly option?: string;
  readonly options?: readonly string[];
  readonly date?: string;
  /** The block of the element, as several blocks may have the same action id. */
  readonly blockId?: string;
}

/** The message or view that contains a block; a click names it. */
export interface BlockOwner {
  /** The element of a header block: one level below the heading above it. */
  readonly heading: 'h2' | 'h3';
  readonly press: (actionId: string, pressed: Pressed) => Promise<void>;
  /** The values of inputs, by block id; only a modal sends inputs. */
  readonly values: Readonly<Record<string, ElementValue>>;
  readonly setValue: (blockId: string, value: ElementValue) => void;
  readonly errors: Readonly<Record<string, string>>;
}

const OwnerContext = createContext<BlockOwner | null>(null);
export const OwnerProvider = OwnerContext.Provider;

/** The owner for the elements of one block: a click names the block, too. */
export function inBlock(owner: BlockOwner, blockId: string | undefined): BlockOwner {
  if (blockId === undefined) return owner;
  return { ...owner, press: (actionId, pressed) => owner.press(actionId, { ...pressed, blockId }) };
}

export function useOwner(): BlockOwner {
  const owner = useContext(OwnerContext);
  if (owner === null) throw new Error('Use a block inside of a message or a view.');
  return owner;
}
