import { Command } from 'commander';
import { addAsk } from './ask/commands.js';
import { askFailed } from './ask/exit-codes.js';
import type { DoctorReport } from './doctor/doctor.js';
import type { Environment } from './doctor/environment.js';
import { addExport, addVerify, parseSeconds } from './evidence/commands.js';
import type { ManifestOptions } from './manifest/create-manifest.js';
import { parseCommand } from './manifest/manifest-input.js';
import type { Process } from './process.js';

/** Exit codes: the doctor found a problem, or the command line or a file is invalid. */
const problemFound = 1;
const invalidUsage = 2;

interface ManifestFlags extends Omit<ManifestOptions, 'command' | 'extraCommands'> {
  readonly command: string | false;
  readonly extraCommand?: readonly string[];
  readonly yaml?: true;
}

interface DoctorFlags {
  readonly envFile?: string;
  readonly json?: true;
  readonly url?: string;
  readonly requestUrl?: readonly string[];
  readonly post?: true;
  readonly command: boolean;
  readonly resource?: string;
  readonly timeout: number;
}

/** The exit code of a command line that cannot be run: `ask` has another one, since its 2 means that time is over. */
export function invalidUsageOf([command]: readonly string[]): number {
  return command === 'ask' ? askFailed : invalidUsage;
}

/**
 * Runs one command line.
 *
 * @returns the exit code: 0, 1 if a problem was found, 2 if the command line or a file is invalid. `ask` has its own
 */
export async function runCommandLine(words: readonly string[], process: Process): Promise<number> {
  let exitCode = 0;
  const program = new Command('slack-approval')
    .description(
      'Asks people in Slack, writes the manifest of a Slack app, diagnoses a setup, exports and verifies evidence.',
    )
    .version(process.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.write(text), writeErr: process.complain });
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  addAsk(program, process, setExitCode);
  addManifest(program, process);
  addDoctor(program, process, setExitCode);
  addExport(program, process, setExitCode);
  addVerify(program, process, setExitCode);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    const { code, exitCode: commanderExitCode, name, message } = Object(error);
    // commander has already printed the message; it also throws after --help and --version, with exit code 0
    if (typeof code === 'string' && code.startsWith('commander.'))
      return commanderExitCode === 0 ? 0 : invalidUsageOf(words);
    if (!reportedErrors.has(name)) throw error;
    process.complain(`${message}${causeOf(error)}\n`);
    return invalidUsageOf(words);
  }
}

/** What caused an error of the library, by its stable code: its message may hold a secret. */
function causeOf(error: unknown): string {
  const { name, cause } = Object(error);
  const { code } = Object(cause);
  return name === 'SlackApprovalError' && /^\w{1,60}$/.test(String(code ?? '')) ? ` (${code})` : '';
}

/** Errors whose message is for the person at the command line. */
const reportedErrors = new Set([
  ...['ManifestError', 'EnvFileError', 'RequestUrlError', 'StoreError', 'EvidenceFileError'],
  ...['AskError', 'SlackApprovalError'],
]);

const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

function addManifest(program: Command, { write }: Process): void {
  program
    .command('manifest')
    .description('Prints the manifest of a Slack app, with only the scopes that it needs.')
    .option('--url <https://…>', 'the URL at which Slack reaches the app')
    .option('--socket-mode', 'the app connects to Slack and needs no URL')
    .option('--name <name>', 'the name of the app', 'Approvals')
    .option('--command </command>', 'the slash command', '/approvals')
    .option('--no-command', 'no slash command')
    .option('--extra-command </command:description>', 'a slash command of your own; repeat it for more', collect)
    .option('--home', 'the Home tab shows pending approvals')
    .option('--messages', 'the app receives direct messages')
    .option('--mentions', 'the app receives mentions')
    .option('--user-groups', 'members of user groups can approve')
    .option('--named-only', 'all approvers are listed by user id')
    .option('--yaml', 'print YAML instead of JSON')
    .action(async ({ command, extraCommand = [], yaml, ...flags }: ManifestFlags) => {
      const { createManifest } = await import('./manifest/create-manifest.js');
      const options = { ...flags, command: command === false ? null : command };
      const manifest = createManifest({ ...options, extraCommands: extraCommand.map(parseCommand) });
      if (yaml === true) await write((await import('yaml')).stringify(manifest));
      else await write(`${JSON.stringify(manifest, null, 2)}\n`);
    });
}

function addDoctor(program: Command, process: Process, setExitCode: (code: number) => void): void {
  program
    .command('doctor')
    .description('Checks the setup that the environment describes, and says how to fix it. It changes nothing.')
    .option('--env-file <path>', 'read variables from this file; the environment wins')
    .option('--url <https://…>', 'the URL at which Slack reaches the app; overrides PUBLIC_URL')
    .option(
      '--request-url <https://…>',
      'a Request URL as it stands in the settings of the Slack app; repeat it for more. The doctor checks these instead of the paths under --url',
      collect,
    )
    .option('--post', 'post a test message to the channel and delete it')
    .option('--no-command', 'the app has no slash command')
    .option('--resource <plural.version.group>', 'the resource that decisions create in the cluster')
    .option('--timeout <seconds>', 'timeout of one request', parseSeconds, 10)
    .option('--json', 'print the report as JSON')
    .action(async (flags: DoctorFlags) => {
      const report = await runDoctor(flags, process.environment);
      const { formatReport } = await import('./doctor/format-report.js');
      await process.write(flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
      setExitCode(report.ok ? 0 : problemFound);
    });
}

async function runDoctor(flags: DoctorFlags, environment: Environment): Promise<DoctorReport> {
  const [{ doctor }, { readEnvFile }, { refuseRequestUrls }] = await Promise.all([
    import('./doctor/doctor.js'),
    import('./doctor/read-env-file.js'),
    import('./doctor/refuse-request-urls.js'),
  ]);
  const { envFile, url, requestUrl: requestUrls = [], resource } = flags;
  refuseRequestUrls(requestUrls);
  const file = envFile === undefined ? { variables: {}, differences: [] } : await readEnvFile(envFile);
  return await doctor({
    environment: { ...file.variables, ...environment, ...(url === undefined ? {} : { PUBLIC_URL: url }) },
    fileDifferences: file.differences.filter(({ name }) => environment[name] === undefined),
    requestUrls,
    post: flags.post === true,
    command: flags.command,
    timeoutMs: flags.timeout * 1_000,
    ...(resource === undefined ? {} : { resource }),
  });
}
