import type { NumberInput } from '@slack/types';

const written = /^-?\d+(?:\.\d+)?$/;

export function isNumberText(text: string): boolean {
  return written.test(text);
}

/** What a number_input has against a text, or null if it takes it (§9). Slack's own words are not documented. */
export function numberProblem(element: NumberInput, text: string): string | null {
  const { is_decimal_allowed: allowsDecimals, min_value: min, max_value: max } = element;
  if (!isNumberText(text)) return allowsDecimals ? 'Enter a number.' : 'Enter a whole number.';
  if (!allowsDecimals && text.includes('.')) return 'Enter a whole number.';
  if (min !== undefined && Number(text) < Number(min)) return `Enter a number that is at least ${min}.`;
  if (max !== undefined && Number(text) > Number(max)) return `Enter a number that is at most ${max}.`;
  return null;
}
