import type { NumberInput, PlainTextInput } from '@slack/types';

/** Connects an input with its label, and with its error and hint. */
export interface FieldIds {
  readonly id: string;
  readonly describedBy: string;
}

interface Typed {
  readonly value: string;
  readonly onInput: (typed: string) => void;
}

export function TextField({
  element,
  value,
  onInput,
  id,
  describedBy,
}: FieldIds & Typed & { readonly element: PlainTextInput }) {
  const common = {
    id,
    value,
    'aria-describedby': describedBy,
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
  };
  const left = element.max_length === undefined ? null : element.max_length - value.length;
  return (
    <>
      {element.multiline === true ? (
        <textarea {...common} rows={4} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      {left !== null && left < 100 && <span class="left">{left}</span>}
    </>
  );
}

/** A text input: a browser's number input doesn't tell the page what was typed if it is no number. */
export function NumberField({
  element,
  value,
  onInput,
  id,
  describedBy,
}: FieldIds & Typed & { readonly element: NumberInput }) {
  return (
    <input
      id={id}
      type="text"
      inputMode={element.is_decimal_allowed ? 'decimal' : 'numeric'}
      autoComplete="off"
      aria-describedby={describedBy}
      placeholder={element.placeholder?.text}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}
