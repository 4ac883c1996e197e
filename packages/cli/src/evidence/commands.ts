import { type Command, InvalidArgumentError } from 'commander';
import type { Process } from '../process.js';

interface ExportFlags {
  readonly envFile?: string;
  readonly namespace: string;
  readonly kind?: string;
  readonly since?: number;
  readonly until?: number;
  readonly out?: string;
  readonly timeout: number;
}

interface VerifyFlags {
  readonly heads?: string;
  readonly partial?: true;
  readonly json?: true;
}

type SetExitCode = (code: number) => void;

/** Exit code: something does not hold, or cannot be exported. */
const problemFound = 1;

/** Adds `slack-approval export`. */
export function addExport(program: Command, process: Process, setExitCode: SetExitCode): void {
  program
    .command('export')
    .description('Writes the evidence of approvals as newline-delimited JSON, newest first. It changes nothing.')
    .option('--env-file <path>', 'read variables from this file; the environment wins')
    .option('--namespace <name>', 'the namespace of the approvals', 'default')
    .option('--kind <name>', 'only approvals of this kind')
    .option('--since <date>', 'only those asked for at this time or later, such as 2026-11-01', parseInstant)
    .option('--until <date>', 'only those asked for before this time', parseInstant)
    .option('--out <file>', 'write a new file instead of the output')
    .option('--timeout <seconds>', 'timeout of one request to the store', parseSeconds, 10)
    .action(async ({ namespace, since = -Infinity, until = Infinity, ...flags }: ExportFlags) => {
      const [{ exportTo }, { exportEvidence }, { openStoreOf }] = await Promise.all([
        import('./export-to.js'),
        import('./export-evidence.js'),
        import('./open-store-of.js'),
      ]);
      const opened = await openStoreOf(process.environment, flags.envFile, flags.timeout * 1_000);
      try {
        const query = { namespace, kind: flags.kind ?? null, since, until };
        const { count, unreadable } = await exportTo(flags.out ?? null, process, async (write) => {
          return await exportEvidence(opened.store, query, write);
        });
        process.complain(`${count} exported.\n`);
        for (const id of unreadable) process.complain(`${id} cannot be read: it is damaged, or of a newer release.\n`);
        setExitCode(unreadable.length === 0 ? 0 : problemFound);
      } finally {
        await opened.close();
      }
    });
}

/** Adds `slack-approval verify`. */
export function addVerify(program: Command, process: Process, setExitCode: SetExitCode): void {
  program
    .command('verify')
    .description('Checks exported evidence, without a store or a network.')
    .argument('<file>', 'the file that `slack-approval export` wrote')
    .option('--heads <file>', 'heads that you saved from deliveries: a line of {"approvalId","seq","hash"} each')
    .option('--partial', 'the file has only some of the approvals whose heads were saved')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, flags: VerifyFlags) => {
      const { verifyFile } = await import('./verify-file.js');
      const isPartial = flags.partial === true;
      const ok = await verifyFile({ file, heads: flags.heads ?? null, isPartial, json: flags.json === true }, process);
      setExitCode(ok ? 0 : problemFound);
    });
}

const instantPattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function parseInstant(text: string): number {
  const instant = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError('Expected a date such as 2026-11-01, or a time such as 2026-11-01T12:00:00Z.');
}

/** @throws {InvalidArgumentError} it is not greater than 0 and at most 120 */
export function parseSeconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 120) return number;
  throw new InvalidArgumentError('Expected a number of seconds, greater than 0 and at most 120.');
}
