import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { runCommand } from './run-command.js';

/** The settings of npm that say how to reach a registry. */
const aboutRegistries = /^(?:\/\/|(?:@[^:=]+:)?registry\b|(?:https?-)?proxy\b|noproxy\b|strict-ssl\b)/;

/** Writes an `.npmrc` with which npm reaches its registry in a container as it does on this machine. */
export async function npmSettings(): Promise<string> {
  const { registry, userconfig, cafile } = JSON.parse(await runCommand('npm', ['config', 'list', '--long', '--json']));
  const own = (await textOf(userconfig)).split('\n').filter((line) => aboutRegistries.test(line));
  const certificates = (await authorities(cafile)).map((one) => `ca[]=${JSON.stringify(one)}`);
  return [`registry=${registry}`, ...own, ...certificates, ''].join('\n');
}

/** The certificates that npm trusts here, if they are not the ones that come with Node. */
async function authorities(cafile: string | null): Promise<readonly string[]> {
  if (cafile !== null) return certificatesIn(await readFile(cafile, 'utf8'));
  const added = process.env['NODE_EXTRA_CA_CERTS'];
  return added === undefined ? [] : [...rootCertificates, ...certificatesIn(await readFile(added, 'utf8'))];
}

function certificatesIn(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // npm does not need the file either
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
