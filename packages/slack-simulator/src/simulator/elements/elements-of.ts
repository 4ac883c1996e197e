import type { KnownBlock } from '@slack/types';

/** Everything a block holds that can be pressed: the elements of actions, the accessory of a section, the actions of a card. */
export function elementsOf(block: KnownBlock): readonly unknown[] {
  if (block.type === 'actions' || block.type === 'context_actions') return block.elements;
  if (block.type === 'section') return [block.accessory];
  if (block.type === 'card') return block.actions ?? [];
  return [];
}
