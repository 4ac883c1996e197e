import { limits } from './limits.js';
import { fields, identifier, integer, isRecord, list, plainText, type Rule, string, text } from './shape-rules.js';

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

const common = { action_id: identifier, confirm, placeholder: plainText(limits.placeholder) };

const select = fields({
  ...common,
  options: list(limits.options, option),
  option_groups: list(limits.options, fields({ options: list(limits.options, option) })),
});

const choice = fields({ ...common, options: list(limits.choiceOptions, option) });

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
  plain_text_input: fields({ ...common, max_length: integer(limits.plainTextInput) }),
  image,
};

const otherElement = fields(common);

export const element: Rule = (value, pointer) => {
  const type = isRecord(value) && typeof value['type'] === 'string' ? value['type'] : '';
  return (elements[type] ?? otherElement)(value, pointer);
};
