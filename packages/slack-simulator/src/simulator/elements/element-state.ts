import type { Datepicker, NumberInput, PlainTextInput, StaticSelect } from '@slack/types';
import { limits } from '../rules/limits.js';
import { SimulatorError } from '../simulator-error.js';
import { isDay } from './is-day.js';
import { numberProblem } from './number-problem.js';
import type { StatefulElement } from './stateful-elements.js';

/** §2 `state.values`: what Slack sends of one element. Empty is null. @throws {SimulatorError} the element doesn't take the value */
export function elementState(element: StatefulElement, value: string): object {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
      return { type, value: typedText(element, value) };
    case 'number_input':
      return { type, value: typedNumber(element, value) };
    case 'datepicker':
      return { type, selected_date: chosenDay(element, value) };
    case 'static_select':
      return { type, selected_option: value === '' ? null : optionOf(element, value) };
    default:
      return element satisfies never;
  }
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

function optionOf(element: StaticSelect, value: string): object {
  const groups = (element.option_groups ?? []).flatMap((group) => group.options);
  const found = [...(element.options ?? []), ...groups].find((option) => option.value === value);
  if (found === undefined)
    throw new SimulatorError('element_not_found', `Expected an option of ${element.action_id}, got ${value}.`);
  return found;
}
