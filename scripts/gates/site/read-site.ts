import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../../conventions/repository.js';
import type { Site } from './broken-links.js';

/** Where `npm run docs` puts the site. typedoc.json names the folder too. */
export const siteFolder = join(root, 'docs', 'site');

/** Reads the site that has been built. */
export function readSite(): Site {
  const files = readdirSync(siteFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(siteFolder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const pages = files.filter((path) => path.endsWith('.html'));
  return {
    files: new Set(files),
    pages: new Map(pages.map((path) => [path, readFileSync(join(siteFolder, path), 'utf8')])),
  };
}
