import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { EvidenceFileError } from './evidence-file-error.js';

/** One line of a file. `text` is null if it is too long to be a document. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/** A record has at most 256 KB, and its evidence not much more. In UTF-16 units. */
const maxLineLength = 4 * 1024 * 1024;

/**
 * Reads a file line by line, without empty lines. It holds at most one line of 4 MB in memory.
 *
 * @throws {EvidenceFileError} the file cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let [number, rest, isTooLong] = [0, '', false];
  const lineOf = (text: string): Line | null => {
    const line = { number, text: isTooLong ? null : text };
    isTooLong = false;
    return line.text?.trim() === '' ? null : line;
  };
  try {
    for await (const chunk of createReadStream(path)) {
      const pieces = decoder.write(chunk).split('\n');
      for (const [index, piece] of pieces.entries()) {
        rest += piece;
        if (rest.length > maxLineLength) [rest, isTooLong] = ['', true];
        if (index === pieces.length - 1) continue;
        number += 1;
        const line = lineOf(rest);
        rest = '';
        if (line !== null) yield line;
      }
    }
  } catch (cause) {
    throw new EvidenceFileError(`The file ${path} cannot be read (${Object(cause).code}).`, { cause });
  }
  number += 1;
  const last = lineOf(rest + decoder.end());
  if (last !== null) yield last;
}
