import { readdir, readFile } from 'node:fs/promises';
import { type PageFile, typeOf } from './page-file.js';

/** Where the build writes the page: beside the bundled module that this ends up in. */
const folder = new URL('./page/', import.meta.url);

/** A file of the page, as it was built into this package. */
export async function pageFile(name: string): Promise<PageFile | null> {
  const type = typeOf(name);
  // only a file of this folder, even if the name contains a path
  if (type === null || !(await readdir(folder)).includes(name)) return null;
  return { type, content: await readFile(new URL(name, folder)) };
}
