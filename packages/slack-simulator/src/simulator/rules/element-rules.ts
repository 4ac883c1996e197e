import { isDay } from '../elements/is-day.js';
import { isNumberText } from '../elements/number-problem.js';
import { limits } from './limits.js';
import {
  allOf,
  anything,
  boolean,
  exactFields,
  fields,
  identifier,
  integer,
  isRecord,
  list,
  plainText,
  type Rule,
  string,
  text,
} from './shape-rules.js';

const confirm = fields({
  title: text(limits.confirmTitle),
  text: text(limits.confirmText),
  confirm: text(limits.confirmButton),
  deny: text(limits.confirmButton),
});

const option = fields({
  text: text(limits.optionText),
  description: text(limits.optionText),
  value: string(limits.optionValue),
});

const typed = { type: anything, action_id: identifier };
const common = { action_id: identifier, confirm, placeholder: plainText(limits.placeholder) };

const select = fields({
  ...common,
  options: list(limits.options, option),
  option_groups: list(limits.options, fields({ options: list(limits.options, option) })),
});

const choice = fields({ ...common, options: list(limits.choiceOptions, option) });

const numberText: Rule = (value, pointer) =>
  typeof value === 'string' && isNumberText(value) ? null : `${pointer} is not a number written as a string`;

const numberRange: Rule = (value, pointer) => {
  const { min_value: min, max_value: max, initial_value: initial, is_decimal_allowed } = isRecord(value) ? value : {};
  if (min !== undefined && max !== undefined && Number(min) > Number(max))
    return `${pointer}/min_value is greater than max_value`;
  const isWhole = !String(initial ?? '').includes('.');
  return is_decimal_allowed === true || isWhole ? null : `${pointer}/initial_value has decimals`;
};

const numberInput = allOf(
  exactFields(
    {
      ...typed,
      placeholder: plainText(limits.placeholder),
      is_decimal_allowed: boolean,
      initial_value: numberText,
      min_value: numberText,
      max_value: numberText,
      dispatch_action_config: anything,
      focus_on_load: boolean,
    },
    ['is_decimal_allowed'],
  ),
  numberRange,
);

const datepicker = exactFields({
  ...typed,
  ...common,
  initial_date: (value, pointer) =>
    typeof value === 'string' && isDay(value) ? null : `${pointer} is not a day such as 2026-01-31`,
  focus_on_load: boolean,
});

export const image = fields({
  alt_text: string(limits.imageAlt),
  title: text(limits.imageTitle),
  image_url: string(limits.url),
});

/** §3, element by element; what is not listed here has only the common limits. */
const elements: Readonly<Record<string, Rule>> = {
  button: fields({
    ...common,
    text: text(limits.buttonText),
    value: string(limits.buttonValue),
    url: string(limits.url),
    accessibility_label: string(limits.accessibilityLabel),
  }),
  static_select: select,
  multi_static_select: select,
  overflow: fields({ ...common, options: list(limits.overflowOptions, option, 1) }),
  radio_buttons: choice,
  checkboxes: choice,
  number_input: numberInput,
  datepicker,
  plain_text_input: fields({ ...common, max_length: integer(limits.plainTextInput) }),
  image,
};

const otherElement = fields(common);

/** The kind of block that holds an element. */
export type Holder = 'actions' | 'input' | 'section' | 'card' | 'context_actions';

/** §9: the elements that Slack takes in some blocks only. */
const holders: Readonly<Record<string, readonly Holder[]>> = { number_input: ['input'] };

export function elementIn(holder: Holder): Rule {
  return (value, pointer) => {
    const type = isRecord(value) && typeof value['type'] === 'string' ? value['type'] : '';
    if (holders[type]?.includes(holder) === false)
      return `${pointer} is a ${type}, which can't be in a ${holder} block`;
    return (elements[type] ?? otherElement)(value, pointer);
  };
}
