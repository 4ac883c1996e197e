import { posix } from 'node:path';
import type { RepositoryFile } from '../repository.js';

const inBrackets = /\]\((?<link>[^)\s]+)\)/g;
const codeBlock = /^```.*?^```$/gms;

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return text.replace(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-');
}

function anchorsOf(text: string): readonly string[] {
  return [...text.replace(codeBlock, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** Lists the links of a document that lead to a file or heading that is not there, as `document: link`. Web addresses are left alone. */
export function deadLinks(document: RepositoryFile, files: readonly RepositoryFile[]): readonly string[] {
  const links = [...document.text.replace(codeBlock, '').matchAll(inBrackets)].map(
    ({ groups }) => groups?.['link'] ?? '',
  );
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(link, document, files))
    .map((link) => `${document.path}: ${link}`);
}

function leadsSomewhere(link: string, { path: from, text }: RepositoryFile, files: readonly RepositoryFile[]): boolean {
  const [to = '', anchor] = link.split('#');
  const path = posix.normalize(posix.join(posix.dirname(from), to)).replace(/\/$/, '');
  const target = to === '' ? text : files.find((file) => file.path === path)?.text;
  if (anchor !== undefined) return target !== undefined && anchorsOf(target).includes(anchor);
  return target !== undefined || files.some((file) => file.path.startsWith(`${path}/`));
}
