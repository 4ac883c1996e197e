import { decodeFormValue } from './form-value.js';
import { malformed } from './json-fields.js';

/** Decoded form fields. The object has no prototype, so that a field can have any name. */
export type FormFields = Readonly<Record<string, string>>;

const ampersand = 0x26;
const equals = 0x3d;

/** The maximum number of fields. Slack's largest form, a slash command, has about fifteen. */
const maxFields = 100;

/**
 * Decodes all fields.
 *
 * @throws {SlackApprovalError} malformed_body — more than 100 fields, a repeated name, or a field that cannot be decoded
 */
export function readForm(bytes: Buffer): FormFields {
  const fields: Record<string, string> = Object.create(null);
  let fieldCount = 0;
  for (let start = 0; start < bytes.length; ) {
    if (++fieldCount > maxFields) throw malformed('form of at most 100 fields');
    const end = firstOf(ampersand, bytes, start, bytes.length);
    const nameEnd = firstOf(equals, bytes, start, end);
    const name = decodeFormValue(bytes.subarray(start, nameEnd));
    if (name in fields) throw malformed('form in which every field is given once');
    fields[name] = decodeFormValue(bytes.subarray(nameEnd + 1, end));
    start = end + 1;
  }
  return fields;
}

function firstOf(wanted: number, bytes: Buffer, start: number, end: number): number {
  const at = bytes.subarray(start, end).indexOf(wanted);
  return at === -1 ? end : start + at;
}
