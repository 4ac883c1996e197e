import type { Checkboxes, Datepicker, NumberInput } from '@slack/types';
import { slackLimits } from './limits.js';
import { plain } from './text-objects.js';

/** A field for a number, for an `input` block. Slack sends the number as a text. */
export function numberInput(options: {
  readonly actionId: string;
  readonly decimals: boolean;
  readonly initialValue: string;
  readonly min?: number;
  readonly max?: number;
}): NumberInput {
  const { actionId, decimals, initialValue, min, max } = options;
  const element: NumberInput = {
    type: 'number_input',
    action_id: actionId,
    is_decimal_allowed: decimals,
    initial_value: initialValue,
  };
  if (min !== undefined) element.min_value = String(min);
  if (max !== undefined) element.max_value = String(max);
  return element;
}

/** A calendar, for an `input` block. Slack sends the day as `2026-11-22`. */
export function datepicker(actionId: string, initialDate: string): Datepicker {
  return { type: 'datepicker', action_id: actionId, initial_date: initialDate };
}

/** One box to tick, for an `input` or `actions` block. */
export function checkbox(actionId: string, text: string, isTicked: boolean, value = 'true'): Checkboxes {
  const option = { text: plain(text, slackLimits.optionText), value };
  const element: Checkboxes = { type: 'checkboxes', action_id: actionId, options: [option] };
  // Slack refuses an empty list
  if (isTicked) element.initial_options = [option];
  return element;
}
