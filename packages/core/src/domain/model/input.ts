/**
 * A property of the payload that an approver may change in the form that approves.
 *
 * `text`: at most `maxLength` characters, 3,000 by default; one line unless `multiline`. `number`: whole unless `decimals`.
 * `select`: at most 100 options. `date`: a text such as `2026-11-22`. `checkbox`: true or false.
 */
export type Input =
  | { readonly type: 'text'; readonly label: string; readonly multiline?: boolean; readonly maxLength?: number }
  | {
      readonly type: 'number';
      readonly label: string;
      readonly min?: number;
      readonly max?: number;
      readonly decimals?: boolean;
    }
  | {
      readonly type: 'select';
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly type: 'date'; readonly label: string }
  | { readonly type: 'checkbox'; readonly label: string };

/** Inputs by the name of their property. */
export type Inputs = Readonly<Record<string, Input>>;

/** Why a value does not fit its input. */
export type InputProblem =
  | { readonly code: 'not_a_text' | 'not_one_line' | 'not_a_number' | 'not_whole' }
  | { readonly code: 'not_a_date' | 'not_an_option' | 'not_a_checkbox' }
  | { readonly code: 'too_long' | 'too_small' | 'too_large'; readonly limit: number };

/** The longest text of an input, in UTF-16 units: Slack's own limit. */
export const maxInputLength = 3_000;
