import type {
  Button,
  ColorScheme,
  ConfirmationDialog,
  PlainTextInput,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { slackLimits } from './limits.js';
import { cleanText, cutText } from './text.js';
import { checkCount, checkLength, plain } from './text-objects.js';

/** What a button shows, and what Slack sends when it is clicked. */
export interface ButtonOptions {
  /** Cut at 75 characters. Slack shows about 30. */
  readonly text: string;
  /** At most 255 characters. */
  readonly actionId: string;
  /** Sent back with the click. At most 2000 characters. */
  readonly value?: string;
  readonly url?: string;
  readonly style?: ColorScheme;
  readonly confirm?: ConfirmationDialog;
  /** The text for screen readers, cut at 75 characters. */
  readonly accessibilityLabel?: string;
}

const buttonKeys = {
  text: true,
  actionId: true,
  value: true,
  url: true,
  style: true,
  confirm: true,
  accessibilityLabel: true,
} satisfies KnownKeys<ButtonOptions>;

/**
 * A button, for `actions` or beside a `section`.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — the id, the value or the address is too long
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function button(options: ButtonOptions): Button {
  refuseUnknownKeys('button', options, buttonKeys);
  const { text, actionId, value, url, style, confirm: dialog, accessibilityLabel } = options;
  const element: Button = {
    type: 'button',
    action_id: checkLength(actionId, slackLimits.id, 'an action id'),
    text: plain(text, slackLimits.buttonText),
  };
  if (value !== undefined) element.value = checkLength(value, slackLimits.buttonValue, 'a button value');
  if (url !== undefined) element.url = checkLength(url, slackLimits.url, 'an address');
  if (style !== undefined) element.style = style;
  if (dialog !== undefined) element.confirm = dialog;
  if (accessibilityLabel !== undefined) {
    element.accessibility_label = plain(accessibilityLabel, slackLimits.accessibilityLabel).text;
  }
  return element;
}

/**
 * A confirmation dialog, which Slack shows before a click counts.
 *
 * All four texts are required, as in the strictest of Slack's references.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function confirm(options: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
  readonly style?: ColorScheme;
}): ConfirmationDialog {
  refuseUnknownKeys('confirm', options, { title: true, text: true, confirm: true, deny: true, style: true });
  const dialog: ConfirmationDialog = {
    title: plain(options.title, slackLimits.confirmTitle),
    text: plain(options.text, slackLimits.confirmText),
    confirm: plain(options.confirm, slackLimits.confirmButton),
    deny: plain(options.deny, slackLimits.confirmButton),
  };
  if (options.style !== undefined) dialog.style = options.style;
  return dialog;
}

/**
 * A text field, for an `input` block.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — the id has more than 255 characters
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function plainTextInput(options: {
  readonly actionId: string;
  /** @default false */
  readonly multiline?: boolean;
  readonly placeholder?: string;
  readonly initialValue?: string;
  /** In characters. @default 3000, Slack's maximum */
  readonly maxLength?: number;
}): PlainTextInput {
  refuseUnknownKeys('plainTextInput', options, {
    actionId: true,
    multiline: true,
    placeholder: true,
    initialValue: true,
    maxLength: true,
  });
  const { actionId, multiline = false, placeholder, initialValue, maxLength = slackLimits.textInputLength } = options;
  const max = Math.min(maxLength, slackLimits.textInputLength);
  const element: PlainTextInput = {
    type: 'plain_text_input',
    action_id: checkLength(actionId, slackLimits.id, 'an action id'),
    multiline,
    max_length: max,
  };
  if (placeholder !== undefined) element.placeholder = plain(placeholder, slackLimits.placeholder);
  if (initialValue !== undefined) element.initial_value = cutText(cleanText(initialValue), max);
  return element;
}

/**
 * One option of a select menu.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — the value has more than 75 characters
 */
export function option(text: string, value: string): PlainTextOption {
  return {
    text: plain(text, slackLimits.optionText),
    value: checkLength(value, slackLimits.optionValue, 'an option value'),
  };
}

/**
 * A select menu with a fixed list of options.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no option, more than 100, or an id that is too long
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function staticSelect(options: {
  readonly actionId: string;
  readonly options: readonly PlainTextOption[];
  readonly placeholder?: string;
  readonly initialOption?: PlainTextOption;
}): StaticSelect {
  refuseUnknownKeys('staticSelect', options, {
    actionId: true,
    options: true,
    placeholder: true,
    initialOption: true,
  });
  checkCount(options.options.length, slackLimits.selectOptions, 'options in a select');
  const element: StaticSelect = {
    type: 'static_select',
    action_id: checkLength(options.actionId, slackLimits.id, 'an action id'),
    options: [...options.options],
  };
  if (options.placeholder !== undefined) element.placeholder = plain(options.placeholder, slackLimits.placeholder);
  if (options.initialOption !== undefined) element.initial_option = options.initialOption;
  return element;
}
