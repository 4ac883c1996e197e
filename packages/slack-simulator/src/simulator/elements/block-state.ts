import type { KnownBlock } from '@slack/types';
import { elementState } from './element-state.js';
import { elementsOf } from './elements-of.js';
import { initialValue, isStateful, optionsOf, type StatefulElement } from './stateful-elements.js';

/** §2 `state.values[block_id][action_id]`. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, object>>>>;

type Identified = KnownBlock & { readonly block_id: string };

/** §9: what all elements of these blocks hold: what was chosen in them, or what they were shown with. */
export function stateOf(blocks: readonly Identified[], chosen: StateValues = {}): StateValues {
  const entries = blocks.map((block) => {
    const held = statefulIn(block).map((element): [string, object] => {
      const actionId = element.action_id ?? '';
      return [actionId, chosen[block.block_id]?.[actionId] ?? elementState(element, initialValue(element))];
    });
    return [block.block_id, Object.fromEntries(held)] as const;
  });
  return Object.fromEntries(entries.filter(([, held]) => Object.keys(held).length > 0));
}

/** What was chosen, with one more choice. A button holds nothing. */
export function withChoice(chosen: StateValues, blockId: string, actionId: string, held: object | null): StateValues {
  return held === null ? chosen : { ...chosen, [blockId]: { ...chosen[blockId], [actionId]: held } };
}

/** §9: what stays of the choices in a view whose content is replaced: those in an element that is still there, by its two ids. */
export function keptChoices(blocks: readonly KnownBlock[], chosen: StateValues): StateValues {
  const entries = blocks.flatMap((block) => {
    const held = chosen[block.block_id ?? ''] ?? {};
    const kept = statefulIn(block).flatMap((element): [string, object][] => {
      const actionId = element.action_id ?? '';
      const choice = held[actionId];
      return choice !== undefined && stillFits(element, choice) ? [[actionId, choice]] : [];
    });
    return kept.length === 0 ? [] : [[block.block_id ?? '', Object.fromEntries(kept)] as const];
  });
  return Object.fromEntries(entries);
}

function statefulIn(block: KnownBlock): readonly StatefulElement[] {
  const elements = block.type === 'input' ? [block.element] : elementsOf(block);
  return elements.filter(isStateful);
}

interface Choice {
  readonly type?: string;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_options?: readonly { readonly value?: string }[];
}

function stillFits(
  element: StatefulElement,
  { type, selected_option: one, selected_options: many = [] }: Choice,
): boolean {
  if (type !== element.type) return false;
  const chosen = [...(one === undefined || one === null ? [] : [one]), ...many];
  const offered = 'options' in element || 'option_groups' in element ? optionsOf(element) : [];
  return chosen.every(({ value }) => offered.some((option) => option.value === value));
}

/** The blocks as the person sees them now: each element begins with what it holds. */
export function shownWith(blocks: readonly KnownBlock[], chosen: StateValues): readonly KnownBlock[] {
  return blocks.map((block) => {
    const held = chosen[block.block_id ?? ''];
    if (held === undefined) return block;
    if (block.type === 'actions')
      return { ...block, elements: block.elements.map((element) => withInitial(element, held)) };
    return block.type === 'section' && block.accessory !== undefined
      ? { ...block, accessory: withInitial(block.accessory, held) }
      : block;
  });
}

const initialKeys: readonly string[] = ['initial_option', 'initial_options', 'initial_date'];

function withInitial<Element>(element: Element, held: Readonly<Record<string, object>>): Element {
  if (!isStateful(element)) return element;
  const choice: (Choice & { readonly selected_date?: string | null }) | undefined = held[element.action_id ?? ''];
  if (choice === undefined) return element;
  const bare = Object.entries(element).filter(([key]) => !initialKeys.includes(key));
  const { selected_option: one, selected_options: many = [], selected_date: date } = choice;
  // as: the same element, which begins with other values
  return {
    ...Object.fromEntries(bare),
    ...(one ? { initial_option: one } : {}),
    ...(many.length === 0 ? {} : { initial_options: many }),
    ...(date ? { initial_date: date } : {}),
  } as Element;
}
