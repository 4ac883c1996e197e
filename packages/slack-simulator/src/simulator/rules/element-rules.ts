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

/** §9: `mrkdwn` only where a person sees it as text, and a `url` only in overflow menus. */
function option(content: Rule, more: Readonly<Record<string, Rule>> = {}): Rule {
  return exactFields({
    text: content,
    description: text(limits.optionText),
    value: string(limits.optionValue),
    ...more,
  });
}
const menuOption = option(plainText(limits.optionText));
const choiceOption = option(text(limits.optionText));

const typed = { type: anything, action_id: identifier };
const common = { action_id: identifier, confirm, placeholder: plainText(limits.placeholder) };

const select = {
  ...typed,
  ...common,
  options: list(limits.options, menuOption),
  option_groups: list(
    limits.options,
    exactFields({ label: plainText(limits.optionText), options: list(limits.options, menuOption) }),
  ),
  focus_on_load: boolean,
};

const choice = {
  ...typed,
  confirm,
  options: list(limits.choiceOptions, choiceOption, 1),
  focus_on_load: boolean,
};

/** What is chosen at first has the value of an option. */
const initialAmongOptions: Rule = (value, pointer) => {
  const { options, option_groups, initial_option, initial_options } = isRecord(value) ? value : {};
  const valuesOf = (given: unknown): readonly unknown[] =>
    (Array.isArray(given) ? given : [given]).filter(isRecord).map((entry) => entry['value']);
  const groups = Array.isArray(option_groups) ? option_groups.filter(isRecord) : [];
  const offered = [...valuesOf(options), ...groups.flatMap((group) => valuesOf(group['options']))];
  const isStrange = (given: unknown): boolean => valuesOf(given).some((one) => !offered.includes(one));
  if (isStrange(initial_option)) return `${pointer}/initial_option is not among the options`;
  return isStrange(initial_options) ? `${pointer}/initial_options are not all among the options` : null;
};

const staticSelect = allOf(exactFields({ ...select, initial_option: menuOption }), initialAmongOptions);

const multiStaticSelect = allOf(
  exactFields({
    ...select,
    initial_options: list(limits.options, menuOption, 1),
    max_selected_items: integer(Number.MAX_SAFE_INTEGER),
  }),
  initialAmongOptions,
);

const overflow = exactFields(
  {
    ...typed,
    confirm,
    options: list(limits.overflowOptions, option(plainText(limits.optionText), { url: string(limits.url) }), 1),
  },
  ['options'],
);

const checkboxes = allOf(
  exactFields({ ...choice, initial_options: list(limits.choiceOptions, choiceOption, 1) }, ['options']),
  initialAmongOptions,
);

const radioButtons = allOf(exactFields({ ...choice, initial_option: choiceOption }, ['options']), initialAmongOptions);

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
  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  overflow,
  radio_buttons: radioButtons,
  checkboxes,
  number_input: numberInput,
  datepicker,
  plain_text_input: fields({ ...common, max_length: integer(limits.plainTextInput) }),
  image,
};

const otherElement = fields(common);

/** The kind of block that holds an element. */
export type Holder = 'actions' | 'input' | 'section' | 'card' | 'context_actions';

/** §9: the elements that Slack takes in some blocks only. */
const holders: Readonly<Record<string, readonly Holder[]>> = {
  number_input: ['input'],
  overflow: ['section', 'actions'],
};

export function elementIn(holder: Holder): Rule {
  return (value, pointer) => {
    const type = isRecord(value) && typeof value['type'] === 'string' ? value['type'] : '';
    if (holders[type]?.includes(holder) === false)
      return `${pointer} is a ${type}, which can't be in a block of type ${holder}`;
    return (elements[type] ?? otherElement)(value, pointer);
  };
}
