import type { Datepicker, NumberInput, PlainTextInput, StaticSelect } from '@slack/types';
import { isRecord } from '../rules/shape-rules.js';

/** An element that keeps what a person entered. Buttons and menus don't. */
export type StatefulElement = PlainTextInput | NumberInput | Datepicker | StaticSelect;

const types: readonly string[] = [
  'plain_text_input',
  'number_input',
  'datepicker',
  'static_select',
] satisfies readonly StatefulElement['type'][];

export function isStateful(element: unknown): element is StatefulElement {
  return isRecord(element) && typeof element['type'] === 'string' && types.includes(element['type']);
}

/** What an element holds when it is shown: a text, a number as text, a day, or the value of an option. */
export function initialValue(element: StatefulElement): string {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'static_select':
      return element.initial_option?.value ?? '';
    default:
      return element satisfies never;
  }
}
