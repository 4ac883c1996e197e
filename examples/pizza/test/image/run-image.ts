import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { BuiltImage } from './build-image.js';

/** Starts it as compose.yaml and the manifests do: without rights, and only /tmp and a volume can be written to. */
const start = `
root=$1 user=$2 folder=$3
shift 3
mount --bind "$root" "$root"
mount --bind "$root/data" "$root/data"
mount -t tmpfs tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -o remount,bind,ro "$root"
exec chroot "$root" \
  setpriv --reuid="$user" --regid="$user" --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
  env -i -C "$folder" "$@"
`;

/**
 * Runs a command of an image, by the image's configuration, as process 1 of a container with the network of this machine.
 *
 * @param command - what the image starts, unless given
 */
export function runImage(
  { files, config }: BuiltImage,
  environment: Readonly<Record<string, string>>,
  command: readonly string[] = [...config.Entrypoint, ...config.Cmd],
) {
  const given = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const script = ['sh', '-euc', start, 'sh', files, config.User, config.WorkingDir];
  const child = spawn('unshare', [
    ...['--mount', '--pid', '--fork', ...script],
    ...[...config.Env, ...given, ...command],
  ]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  // the streams are read to their end
  const ended = once(child, 'close');
  const signal = async (name: NodeJS.Signals) => {
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    process.kill(Number.parseInt(children, 10), name);
  };
  onTestFinished(async () => {
    if (child.exitCode === null) await signal('SIGKILL');
    await ended;
  });
  return {
    said: () => said,
    ended,
    /** Resolves once the app has said its address. */
    async ready() {
      const timedOut = setTimeout(30_000, 'timed out', { ref: false });
      while (!said.includes('"url"')) {
        const next = await Promise.race([once(child.stdout, 'data'), ended.then(() => 'ended'), timedOut]);
        if (typeof next === 'string')
          throw new Error(`The app ${next} before it had said its address. It printed:\n${said}`);
      }
    },
    /** Sends a signal to process 1 of the container, as an engine does. */
    signal,
  };
}
