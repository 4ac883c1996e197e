import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const installed = join(repository, 'agent-matrix/node_modules');
/** The programs of the coding agents. */
export const agents = {
  claude: join(installed, '@anthropic-ai/claude-code-linux-x64/claude'),
  codex: join(installed, '@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex'),
};
const programs = {
  'slack-approval-mcp': join(repository, 'packages/source-mcp/dist/bin.js'),
  'slack-approval': join(repository, 'packages/cli/dist/bin.js'),
};

/** Claude Code calls nothing but its model: https://code.claude.com/docs/en/env-vars */
export const quiet = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_TELEMETRY: '1',
};

type Variables = Readonly<Record<string, string>>;

/** What a process printed, and how it ended. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/**
 * A home directory, a project, and a PATH with both agents. They are removed after the test, and what runs there is killed.
 *
 * @param variables - what every process there gets
 */
export function createMachine(variables: Variables) {
  const root = mkdtempSync(join(tmpdir(), 'coding-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));
  const folder = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const [home, project, bin] = [folder('home'), folder('project'), folder('bin')];
  const servers = join(root, 'servers');
  fillPath(bin, servers);
  const environment = {
    ...quiet,
    ...variables,
    PATH: [bin, dirname(process.execPath), process.env['PATH']].join(':'),
    HOME: home,
    TMPDIR: folder('tmp'),
    CLAUDE_CONFIG_DIR: join(home, '.claude'),
    CODEX_HOME: join(home, '.codex'),
  };
  return {
    home,
    /** Writes a file of the project, or after `~/` one of the home directory. */
    write(name: string, text: string) {
      const path = name.startsWith('~/') ? join(home, name.slice(2)) : join(project, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    has: (name: string) => existsSync(join(project, name)),
    /** Runs lines of a shell in the project. */
    shell: (code: string, more: Variables) => runShell(code, project, { ...environment, ...more }),
    /** Waits until every server that an agent has started is gone. */
    serversEnd: () =>
      vi.waitUntil(() => !readPids(servers).some((pid) => signalTo(pid, 0)), { timeout: 20_000, interval: 20 }),
  };
}

/** Puts the agents, and an `npx` that needs no registry, into a folder. @param servers - the file for the ids of their processes */
function fillPath(bin: string, servers: string): void {
  for (const [name, path] of Object.entries(agents)) symlinkSync(path, join(bin, name));
  const put = (name: string, lines: readonly string[]) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  for (const [name, path] of Object.entries(programs)) put(name, [`exec "${process.execPath}" "${path}" "$@"`]);
  put('npx', [
    '[ "$1" = --yes ] && [ "$2" = @k8s-pizza/slack-approval-mcp ] || exit 9',
    'shift 2',
    `echo $$ >>"${servers}"`,
    'exec slack-approval-mcp "$@"',
  ]);
  onTestFinished(() => {
    for (const pid of readPids(servers)) signalTo(pid, 'SIGKILL');
  });
}

function readPids(servers: string): readonly number[] {
  return existsSync(servers) ? readFileSync(servers, 'utf8').trim().split('\n').map(Number) : [];
}

function runShell(code: string, cwd: string, env: NodeJS.ProcessEnv) {
  // a group of processes, which is killed as a whole
  const child = spawn('sh', ['-c', code], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  onTestFinished(() => void signalTo(-Number(child.pid), 'SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return {
    ended: once(child, 'close').then(([code]): Ended => ({ code, output })),
    output: () => output,
    /** Signals the first process only. */
    interrupt: (signal: 'SIGINT' | 'SIGTERM') => void child.kill(signal),
  };
}

/** @returns false if there is no such process */
function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (Object(error).code === 'ESRCH') return false;
    throw error;
  }
}
