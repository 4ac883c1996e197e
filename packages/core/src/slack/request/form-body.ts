import { isAscii, isUtf8, transcode } from 'node:buffer';
import { malformed } from './json-fields.js';

/** Decoded form fields. The object has no prototype, so that a field can have any name. */
export type FormFields = Readonly<Record<string, string>>;

const percent = 0x25;
const ampersand = 0x26;
const plus = 0x2b;
const equals = 0x3d;
const space = 0x20;

/** The maximum number of fields. Slack's largest form, a slash command, has about fifteen. */
const maxFields = 100;

const high = hexTable(4);
const low = hexTable(0);

function hexTable(shift: number): Int16Array {
  const table = new Int16Array(256).fill(-1);
  for (let digit = 0; digit < 16; digit++) {
    const text = digit.toString(16);
    table[text.charCodeAt(0)] = digit << shift;
    table[text.toUpperCase().charCodeAt(0)] = digit << shift;
  }
  return table;
}

/**
 * Decodes one form value: `+` is a space, `%xx` is a byte, and the result must be UTF-8.
 * It rewrites a copy in place, which takes half the time of replacing each `+` and calling `decodeURIComponent`.
 *
 * @throws {SlackApprovalError} malformed_body — the percent-encoding is wrong, or the bytes are not UTF-8
 */
export function decodeFormValue(encoded: Buffer): string {
  const bytes = Buffer.from(encoded);
  return utf8(bytes.subarray(0, decodeInPlace(bytes)));
}

function decodeInPlace(bytes: Buffer): number {
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === percent) {
      // anything but a hex digit gives -1, stored as 0xff: no UTF-8 has that byte, so the value is refused
      bytes[length++] = (high[bytes[++at] ?? 0] ?? -1) | (low[bytes[++at] ?? 0] ?? -1);
    } else {
      bytes[length++] = byte === plus ? space : byte;
    }
  }
  return length;
}

/** @throws {SlackApprovalError} malformed_body — the bytes are not UTF-8 */
export function utf8(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw malformed('encoding in UTF-8');
  // toString('utf8') takes twice as long
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}

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
