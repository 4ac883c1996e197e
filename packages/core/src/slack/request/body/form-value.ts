import { isAscii, isUtf8, transcode } from 'node:buffer';
import { malformed } from './json-fields.js';

const percent = 0x25;
const plus = 0x2b;
const space = 0x20;

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

export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
