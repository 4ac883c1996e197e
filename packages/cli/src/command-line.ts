import { Command, InvalidArgumentError } from 'commander';
import type { Environment } from './doctor/check.js';
import type { ManifestOptions } from './manifest/create-manifest.js';
import { parseCommand } from './manifest/manifest-input.js';

/** What the program is given by its process. */
export interface Process {
  readonly version: string;
  readonly environment: Environment;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Something is wrong with the set-up; the command line itself was not understood. */
const foundWrong = 1;
const notUnderstood = 2;

interface ManifestFlags extends Omit<ManifestOptions, 'command' | 'extraCommands'> {
  readonly command: string | false;
  readonly extraCommand: readonly string[];
  readonly yaml?: true;
}

interface DoctorFlags {
  readonly envFile?: string;
  readonly json?: true;
  readonly url?: string;
  readonly post?: true;
  readonly command: boolean;
  readonly resource?: string;
  readonly timeout: number;
}

/** Runs one command line. @returns the exit code: 0, 1 where the doctor found something wrong, 2 where it was not understood */
export async function runCommandLine(words: readonly string[], process: Process): Promise<number> {
  let exitCode = 0;
  const program = new Command('slack-approval')
    .description('Sets up a Slack app for approvals, and finds what is wrong with a set-up.')
    .version(process.version)
    .exitOverride()
    .configureOutput({ writeOut: process.write, writeErr: process.complain });
  addManifest(program, process);
  addDoctor(program, process, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    const { code, exitCode: wanted, name, message } = Object(error);
    // commander has said what it is already; help and version end in the same way, and well
    if (typeof code === 'string' && code.startsWith('commander.')) return wanted === 0 ? 0 : notUnderstood;
    if (name !== 'ManifestError' && name !== 'EnvFileError') throw error;
    process.complain(`${message}\n`);
    return notUnderstood;
  }
}

const collect = (word: string, before: readonly string[]): readonly string[] => [...before, word];

function addManifest(program: Command, { write }: Process): void {
  program
    .command('manifest')
    .description('Prints the manifest of a Slack app, with the fewest scopes for what it does.')
    .option('--url <https://…>', 'where Slack reaches the app')
    .option('--socket-mode', 'no address: the app connects to Slack')
    .option('--name <name>', 'the name of the app', 'Approvals')
    .option('--command </command>', 'the slash command', '/approvals')
    .option('--no-command', 'no slash command')
    .option('--extra-command </command:description>', 'one of your own; once for each', collect, [])
    .option('--home', 'the Home tab shows what waits for a person')
    .option('--messages', 'the app hears direct messages')
    .option('--mentions', 'the app hears when it is mentioned')
    .option('--user-groups', 'members of user groups approve')
    .option('--named-only', 'every approver is named by id')
    .option('--yaml', 'YAML in place of JSON')
    .action(async ({ command, extraCommand, yaml, ...flags }: ManifestFlags) => {
      const { createManifest } = await import('./manifest/create-manifest.js');
      const options = { ...flags, command: command === false ? null : command };
      const manifest = createManifest({ ...options, extraCommands: extraCommand.map(parseCommand) });
      if (yaml === true) write((await import('yaml')).stringify(manifest));
      else write(`${JSON.stringify(manifest, null, 2)}\n`);
    });
}

function addDoctor(program: Command, process: Process, exit: (code: number) => void): void {
  program
    .command('doctor')
    .description('Checks the set-up that the environment describes, and says how to mend it. It changes nothing.')
    .option('--env-file <path>', 'variables from this file, beneath those of the environment')
    .option('--url <https://…>', 'where Slack reaches the app, in place of PUBLIC_URL')
    .option('--post', 'posts a message to the channel, and deletes it')
    .option('--no-command', 'the app has no slash command')
    .option('--resource <plural.version.group>', 'what decisions create in the cluster')
    .option('--timeout <seconds>', 'for one request', seconds, 10)
    .option('--json', 'the report as JSON')
    .action(async ({ envFile, json, url, post, command, resource, timeout }: DoctorFlags) => {
      const [{ doctor }, { reportText }] = await Promise.all([
        import('./doctor/doctor.js'),
        import('./doctor/report-text.js'),
      ]);
      const fromFile =
        envFile === undefined ? {} : await (await import('./doctor/read-env-file.js')).readEnvFile(envFile);
      const report = await doctor({
        environment: { ...fromFile, ...process.environment, ...(url === undefined ? {} : { PUBLIC_URL: url }) },
        post: post === true,
        command,
        timeoutMs: timeout * 1_000,
        ...(resource === undefined ? {} : { resource }),
      });
      process.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
      exit(report.ok ? 0 : foundWrong);
    });
}

function seconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 120) return number;
  throw new InvalidArgumentError('It is a number of seconds, up to 120.');
}
