import type { RepositoryFile } from '../repository.js';

const maxWidth = 120;
const codeBlock = /^ *```.*?^ *```$/gms;

/** Lists the lines of prose that are too wide, as `path: line`. Tables, code and lines with an address cannot be wrapped. */
export function wideLines({ path, text }: RepositoryFile): readonly string[] {
  return text
    .replace(codeBlock, '')
    .split('\n')
    .filter((line) => line.length > maxWidth && !/^ *\||\]\(|https?:\/\//.test(line))
    .map((line) => `${path}: ${line.slice(0, 60)}`);
}
