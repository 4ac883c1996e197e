import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Process } from '../process.js';
import type { AskFlags } from './read-question.js';

const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

/** Collects `<name>=<value>`. @throws {InvalidArgumentError} there is no `=`, or nothing before it */
function collectPairs(pair: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected a name, = and a value, such as Version=4.2.');
  return { ...before, [name]: value };
}

/** Adds `slack-approval ask`. */
export function addAsk(program: Command, process: Process, setExitCode: (code: number) => void): void {
  program
    .command('ask')
    .description(
      'Asks people in Slack, and waits. Exit codes: 0 approved, 1 rejected, 2 expired or withdrawn, 3 anything else.',
    )
    .argument('[question]', 'the question, such as "Deploy api 4.2?"')
    .option('--channel <id>', 'the channel that the card is posted to; repeat it for more', collect)
    .option('--approver <id>', 'a person (U…), a user group (S…), or channel-members; repeat it for more', collect)
    .option('--key <key>', 'names the question: run again under the same key, it waits for the same card')
    .option('--quorum <count>', 'how many people have to approve')
    .option('--expires <duration>', 'how long people may answer, such as 30m, 4h or never', '24h')
    .option('--summary <text>', 'a sentence under the question')
    .option('--field <name=value>', 'a field of the card; repeat it for more', collectPairs)
    .option('--link <name=https://…>', 'a link on the card; repeat it for more', collectPairs)
    .option('--requester <name>', 'who asks: the name of a system, or a person (U…)')
    .option('--on-behalf-of <id>', 'the person (U…) for whom it is asked, who then cannot approve')
    .option('--store <file>', 'the SQLite file that keeps the questions')
    .option('--env-file <path>', 'read variables from this file; the environment wins')
    .addOption(new Option('--server <https://…>', 'ask a server instead, see --kind and --payload'))
    .option('--kind <name>', 'with --server: the kind of the question', 'question')
    .option('--payload <json>', 'with --server: the payload, instead of the question and its fields')
    .option('--leave', 'Ctrl-C leaves the question open instead of withdrawing it')
    .option('--json', 'print the outcome as JSON')
    .action(async (question: string | undefined, flags: AskFlags) => {
      const { runAsk } = await import('./run-ask.js');
      setExitCode(await runAsk(question ?? null, flags, process));
    });
}
