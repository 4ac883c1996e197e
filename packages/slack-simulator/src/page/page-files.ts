import { bundlePage } from './bundle-page.js';
import { type PageFile, typeOf } from './page-file.js';

let bundled: ReturnType<typeof bundlePage> | undefined;

/**
 * A file of the page, bundled from the sources when first asked for. The published package has `built-page-files.ts` in the
 * place of this module (see `tsup.config.ts`), and no bundler.
 */
export async function pageFile(name: string): Promise<PageFile | null> {
  bundled ??= bundlePage(new URL('./client/', import.meta.url));
  const content = (await bundled).get(name);
  const type = typeOf(name);
  return content === undefined || type === null ? null : { type, content };
}
