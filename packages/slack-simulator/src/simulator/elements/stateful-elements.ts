import type { NumberInput, PlainTextInput, StaticSelect } from '@slack/types';
import { isRecord } from '../rules/shape-rules.js';

/** An element that keeps what a person entered. Buttons and menus don't. */
export type StatefulElement = PlainTextInput | NumberInput | StaticSelect;

const types: readonly string[] = [
  'plain_text_input',
  'number_input',
  'static_select',
] satisfies readonly StatefulElement['type'][];

export function isStateful(element: unknown): element is StatefulElement {
  return isRecord(element) && typeof element['type'] === 'string' && types.includes(element['type']);
}

/** What an element holds when it is shown: a text, a number as text, or the value of an option. */
export function initialValue(element: StatefulElement): string {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'static_select':
      return element.initial_option?.value ?? '';
    default:
      return element satisfies never;
  }
}
