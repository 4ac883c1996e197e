import type { Button, KnownBlock, Overflow } from '@slack/types';
import { elementState, optionOf } from '../elements/element-state.js';
import { elementsOf } from '../elements/elements-of.js';
import { type ElementValue, isStateful, type StatefulElement } from '../elements/stateful-elements.js';
import { withBlockIds } from '../payload-parts.js';
import { isRecord } from '../rules/shape-rules.js';
import { SimulatorError } from '../simulator-error.js';

function isButton(element: unknown): element is Button {
  return isRecord(element) && element['type'] === 'button';
}

function isOverflow(element: unknown): element is Overflow {
  return isRecord(element) && element['type'] === 'overflow';
}

/** What the element adds to the action (§2 `value?`, `text?`, `selected_*?`). */
function pressed(element: unknown, used: Used): object {
  if (isButton(element)) {
    return {
      type: element.type,
      ...(element.value === undefined ? {} : { value: element.value }),
      text: element.text,
    };
  }
  if (isOverflow(element) && used.option !== undefined)
    return { type: element.type, selected_option: optionOf(element, used.option) };
  const chosen = isStateful(element) ? chosenIn(element, used) : undefined;
  if (isStateful(element) && chosen !== undefined) return elementState(element, chosen);
  throw new SimulatorError(
    'not_simulated',
    `${used.actionId} is not simulated, or the click doesn't say what is chosen: set \`option\`, \`options\` or \`date\`.`,
  );
}

/** Which element of a message or view is used. Slack wants an action id once in a block, so several blocks may have it. */
interface Used {
  readonly actionId: string;
  readonly value?: string;
  readonly option?: string;
  readonly options?: readonly string[];
  readonly date?: string;
  readonly blockId?: string;
}

/** What the person chooses in an element, or undefined if the click doesn't say it. */
function chosenIn({ type }: StatefulElement, { option, options, date }: Used): ElementValue | undefined {
  if (type === 'datepicker') return date;
  return type === 'checkboxes' || type === 'multi_static_select' ? options : option;
}

/** What a click on an element sends, and what the element holds from then on; null: it holds nothing. */
export interface UsedElement {
  readonly action: object;
  readonly blockId: string;
  readonly held: object | null;
}

/** §2 `actions[]`, for the button a person presses or the option they choose. @throws {SimulatorError} when there is no such element. */
export function useElement(blocks: readonly KnownBlock[], used: Used, actionTs: string): UsedElement {
  const { actionId, value, blockId } = used;
  for (const block of withBlockIds(blocks)) {
    if (blockId !== undefined && blockId !== block.block_id) continue;
    const element = elementsOf(block).find((candidate) => isUsed(candidate, used));
    if (element === undefined) continue;
    const about = { action_id: actionId, block_id: block.block_id, action_ts: actionTs };
    const sent = pressed(element, used);
    return { action: { ...sent, ...about }, blockId: block.block_id, held: isStateful(element) ? sent : null };
  }
  const named = value === undefined ? '' : ` and the value ${value}`;
  throw new SimulatorError(
    'element_not_found',
    `Expected an element with the action id ${actionId}${named}, found none.`,
  );
}

function isUsed(candidate: unknown, { actionId, value }: Used): boolean {
  if (!isRecord(candidate) || candidate['action_id'] !== actionId) return false;
  return value === undefined || candidate['value'] === value;
}
