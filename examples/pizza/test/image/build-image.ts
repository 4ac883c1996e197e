import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { npmSettings } from './npm-settings.js';
import { runCommand } from './run-command.js';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** What the builder says of an image. */
const inspected = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      ExposedPorts: z.record(z.string(), z.unknown()),
      Env: z.array(z.string()),
      Cmd: z.array(z.string()),
      Healthcheck: z.object({
        Test: z.tuple([z.literal('CMD')], z.string()),
        Interval: z.number(),
        Timeout: z.number(),
      }),
      WorkingDir: z.string(),
      Entrypoint: z.array(z.string()),
      StopSignal: z.string(),
    }),
  }),
});

export interface BuiltImage {
  readonly config: z.infer<typeof inspected>['Docker']['config'];
  /** All files of the image, ready to be run. */
  readonly files: string;
  /** All files of what it is built on. */
  readonly baseFiles: string;
  remove(): Promise<void>;
}

/** Builds the Dockerfile in the root as it stands. Only its base is made here, since no registry of images is asked. */
export async function buildImage(): Promise<BuiltImage> {
  const folder = await mkdtemp(join(tmpdir(), 'pizza-image-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await buildIn(folder)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function buildIn(folder: string): Promise<Omit<BuiltImage, 'remove'>> {
  const place = (name: string) => join(folder, name);
  const buildah = (...options: readonly string[]) =>
    runCommand(
      // what it mounts is gone when it ends
      'unshare',
      ['--mount', 'buildah', `--root=${place('store')}`, `--runroot=${place('run')}`, ...options],
      { BUILDAH_ISOLATION: 'chroot', TMPDIR: folder },
    );
  const [, from = '', major = '', release = ''] =
    /^FROM (node:(\d+)[\d.]*-([a-z]+)-slim@\S+)/m.exec(await readFile(join(repository, 'Dockerfile'), 'utf8')) ?? [];
  for (const name of ['files', 'base']) await mkdir(place(name), { mode: 0o755 });

  const base = await step(`the files of ${from}`, () =>
    runCommand(fileURLToPath(new URL('make-base.sh', import.meta.url)), [major, release]),
  );
  await step('the image of these files', async () => {
    await runCommand('tar', ['-xf', base, '-C', place('base')]);
    const container = await buildah('from', 'scratch');
    await buildah('add', container, base, '/');
    await buildah('config', '--entrypoint=["docker-entrypoint.sh"]', '--cmd=node', container);
    await buildah('commit', '--format=docker', '--quiet', '--rm', container, 'localhost/base');
  });
  await step('the image of the app', async () => {
    await writeFile(place('npmrc'), await npmSettings(), { mode: 0o600 });
    await buildah(
      ...['build', '--format=docker', '--no-hosts', '--tag=localhost/pizza'],
      `--build-context=${from}=container-image://localhost/base`,
      `--secret=id=npmrc,src=${place('npmrc')}`,
      `--output=type=local,dest=${place('files')}`,
      repository,
    );
  });
  const { Docker } = inspected.parse(JSON.parse(await buildah('inspect', '--type=image', 'localhost/pizza')));
  return { config: Docker.config, files: place('files'), baseFiles: place('base') };
}

/** Says what takes its time, and how long. */
async function step<Value>(what: string, make: () => Promise<Value>): Promise<Value> {
  const started = performance.now();
  process.stdout.write(`making ${what}\n`);
  const made = await make();
  process.stdout.write(`made ${what} in ${((performance.now() - started) / 1_000).toFixed(1)} s\n`);
  return made;
}
