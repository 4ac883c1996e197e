import type { Checkboxes, Datepicker, MultiStaticSelect, NumberInput, Option, PlainTextInput } from '@slack/types';
import { limits } from '../rules/limits.js';
import { SimulatorError } from '../simulator-error.js';
import { isDay } from './is-day.js';
import { numberProblem } from './number-problem.js';
import { type ElementValue, optionsOf, type StatefulElement, type WithOptions } from './stateful-elements.js';

/** §9: what Slack sends of one element. Empty is null, or an empty list. @throws {SimulatorError} the element doesn't take the value */
export function elementState(element: StatefulElement, value: ElementValue): object {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
      return { type, value: typedText(element, text(element, value)) };
    case 'number_input':
      return { type, value: typedNumber(element, text(element, value)) };
    case 'datepicker':
      return { type, selected_date: chosenDay(element, text(element, value)) };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === '' ? null : optionOf(element, text(element, value)) };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: chosenOptions(element, value) };
    default:
      return element satisfies never;
  }
}

function text({ action_id, type }: StatefulElement, value: ElementValue): string {
  if (typeof value === 'string') return value;
  throw new SimulatorError('invalid_value', `${action_id} is a ${type}: expected a text, got a list.`);
}

/** §3: a plain_text_input takes 3,000 characters at most, or as many as it says. */
function typedText(element: PlainTextInput, value: string): string | null {
  const max = element.max_length ?? limits.plainTextInput;
  if (value.length > max)
    throw new SimulatorError('input_too_long', `Expected at most ${max} characters, got ${value.length}.`);
  return value === '' ? null : value;
}

function typedNumber(element: NumberInput, value: string): string | null {
  if (value === '') return null;
  const problem = numberProblem(element, value);
  if (problem !== null)
    throw new SimulatorError('invalid_value', `${element.action_id} doesn't take ${JSON.stringify(value)}: ${problem}`);
  return value;
}

function chosenDay(element: Datepicker, value: string): string | null {
  if (value === '') return null;
  if (!isDay(value))
    throw new SimulatorError(
      'invalid_value',
      `${element.action_id} doesn't take ${JSON.stringify(value)}: choose a day such as "2026-01-31".`,
    );
  return value;
}

export function optionOf(element: WithOptions, value: string): Option {
  const found = optionsOf(element).find((option) => option.value === value);
  if (found === undefined)
    throw new SimulatorError('element_not_found', `Expected an option of ${element.action_id}, got ${value}.`);
  return found;
}

function chosenOptions(element: Checkboxes | MultiStaticSelect, value: ElementValue): readonly Option[] {
  if (typeof value === 'string')
    throw new SimulatorError(
      'invalid_value',
      `${element.action_id} is a ${element.type}: expected a list of the values of options, got a text.`,
    );
  const max = 'max_selected_items' in element ? element.max_selected_items : undefined;
  if (max !== undefined && value.length > max)
    throw new SimulatorError(
      'invalid_value',
      `${element.action_id} takes at most ${max} options, got ${value.length}.`,
    );
  return value.map((one) => optionOf(element, one));
}
