import type { InputBlockElement, KnownBlock } from '@slack/types';
import { enteredOf } from '../../domain/inputs/read-input.js';
import { type Input, maxInputLength } from '../../domain/model/input.js';
import { isPlainObject } from '../../is-plain-object.js';
import type { Messages } from '../../messages/words/messages.js';
import { context, input as inputBlock } from '../blocks/blocks.js';
import { option, plainTextInput, staticSelect } from '../blocks/elements.js';
import { checkbox, datepicker, numberInput } from '../blocks/form-elements.js';
import { plain } from '../blocks/text-objects.js';
import type { CardView } from '../card/card-view.js';

/** The id of an input's block, and of its element: by its number, as a property can have any name. */
export function inputField(index: number): string {
  return `edit_${index}`;
}

/** The value of an input as people read it. */
export function inputText(input: Input, value: unknown, { yes, no }: Pick<Messages, 'yes' | 'no'>): string {
  if (input.type === 'checkbox') return value === true ? yes : no;
  const option = input.type === 'select' ? input.options.find((one) => one.value === value) : undefined;
  return option?.label ?? String(value);
}

/** What an approver may change, with the present values. */
export function inputBlocks({ inputs, payload, words }: CardView): readonly KnownBlock[] {
  const entries = Object.entries(inputs);
  if (entries.length === 0 || !isPlainObject(payload)) return [];
  const blocks = entries.map(([name, input], index) => {
    const blockId = inputField(index);
    const element = elementOf(input, blockId, payload[name], words.yes);
    // an empty text is a value, and a box need not be ticked
    const optional = input.type === 'text' || input.type === 'checkbox';
    return inputBlock({ blockId, label: input.label, element, optional });
  });
  return [context([plain(words.editHint)]), ...blocks];
}

function elementOf(input: Input, actionId: string, value: unknown, yes: string): InputBlockElement {
  const entered = enteredOf(value);
  switch (input.type) {
    case 'text': {
      const { multiline = false, maxLength = maxInputLength } = input;
      return plainTextInput({ actionId, multiline, maxLength, ...(entered === '' ? {} : { initialValue: entered }) });
    }
    case 'number': {
      const { decimals = false, min, max } = input;
      const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
      return numberInput({ actionId, decimals, initialValue: entered, ...bounds });
    }
    case 'select': {
      const options = input.options.map((one) => option(one.label, one.value));
      const initialOption = options.find((one) => one.value === value);
      return staticSelect({ actionId, options, ...(initialOption === undefined ? {} : { initialOption }) });
    }
    case 'date':
      return datepicker(actionId, entered);
    case 'checkbox':
      return checkbox(actionId, yes, value === true);
  }
}
