import type {
  Checkboxes,
  Datepicker,
  MultiStaticSelect,
  NumberInput,
  Option,
  Overflow,
  PlainTextInput,
  RadioButtons,
  StaticSelect,
} from '@slack/types';
import { isRecord } from '../rules/shape-rules.js';

/** An element that keeps what a person entered. Buttons and menus don't. */
export type StatefulElement =
  | PlainTextInput
  | NumberInput
  | Datepicker
  | StaticSelect
  | RadioButtons
  | Checkboxes
  | MultiStaticSelect;

/** What a person entered: a text, a number as text, a day, the value of an option, or the values of several. */
export type ElementValue = string | readonly string[];

const types: readonly string[] = [
  'plain_text_input',
  'number_input',
  'datepicker',
  'static_select',
  'radio_buttons',
  'checkboxes',
  'multi_static_select',
] satisfies readonly StatefulElement['type'][];

export function isStateful(element: unknown): element is StatefulElement {
  return isRecord(element) && typeof element['type'] === 'string' && types.includes(element['type']);
}

/** What an element holds when it is shown. */
export function initialValue(element: StatefulElement): ElementValue {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'static_select':
    case 'radio_buttons':
      return element.initial_option?.value ?? '';
    case 'checkboxes':
    case 'multi_static_select':
      return (element.initial_options ?? []).map(({ value = '' }) => value);
    default:
      return element satisfies never;
  }
}

export type WithOptions = StaticSelect | RadioButtons | Checkboxes | MultiStaticSelect | Overflow;

/** The options of an element, also those in groups. */
export function optionsOf(element: WithOptions): readonly Option[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  return [...(element.options ?? []), ...groups.flatMap(({ options }) => options)];
}

export function asText(value: ElementValue): string {
  return typeof value === 'string' ? value : '';
}

export function asList(value: ElementValue): readonly string[] {
  return typeof value === 'string' ? [] : value;
}
