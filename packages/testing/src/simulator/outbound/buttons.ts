import type { Button, KnownBlock } from '@slack/types';
import { withBlockIds } from '../payload-parts.js';
import { isRecord } from '../rules/shape-rules.js';
import { SimulatorError } from '../simulator-error.js';

/** Everything a block holds that can be pressed: the elements of actions, the accessory of a section, the actions of a card. */
function elementsOf(block: KnownBlock): readonly unknown[] {
  if (block.type === 'actions' || block.type === 'context_actions') return block.elements;
  if (block.type === 'section') return [block.accessory];
  if (block.type === 'card') return block.actions ?? [];
  return [];
}

function isButton(element: unknown): element is Button {
  return isRecord(element) && element['type'] === 'button';
}

/** §2 `actions[]`, for the button a person presses. @throws {SimulatorError} when there is no such button. */
export function pressButton(blocks: readonly KnownBlock[], actionId: string, actionTs: string): object {
  for (const block of withBlockIds(blocks)) {
    const element = elementsOf(block).find((candidate) => isRecord(candidate) && candidate['action_id'] === actionId);
    if (element === undefined) continue;
    if (!isButton(element))
      throw new SimulatorError('not_simulated', `${actionId} is no button: only buttons can be clicked`);
    return {
      type: element.type,
      action_id: actionId,
      block_id: block.block_id,
      ...(element.value === undefined ? {} : { value: element.value }),
      text: element.text,
      action_ts: actionTs,
    };
  }
  throw new SimulatorError('element_not_found', `Nothing here has the action id ${actionId}`);
}
