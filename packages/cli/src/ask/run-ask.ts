import { cleanEnvironment } from '../doctor/clean-environment.js';
import type { Environment } from '../doctor/environment.js';
import { readEnvFile } from '../doctor/read-env-file.js';
import type { Process } from '../process.js';
import type { Asked, Outcome } from './asked.js';
import { askFailed, exitCodes } from './exit-codes.js';
import { showProgress } from './progress.js';
import { type AskFlags, readQuestionAtServer, readQuestionHere } from './read-question.js';

/** Asks, waits, and prints what became of it. @returns the exit code */
export async function runAsk(title: string | null, flags: AskFlags, process: Process): Promise<number> {
  const file = flags.envFile === undefined ? {} : (await readEnvFile(flags.envFile)).variables;
  const asking = ask(title, flags, cleanEnvironment({ ...file, ...process.environment }), process);
  const left = leaving(asking, flags.leave === true, process);
  try {
    const asked = await Promise.race([asking, left.promise]);
    return asked === 'left' ? askFailed : await follow(asked, left.promise, flags, process).finally(asked.close);
  } finally {
    left.end();
  }
}

async function ask(
  title: string | null,
  flags: AskFlags,
  environment: Environment,
  { complain }: Process,
): Promise<Asked> {
  if (flags.server === undefined) {
    const question = readQuestionHere(title, flags, environment);
    const { askHere } = await import('./ask-here.js');
    return await askHere(question, environment, complain);
  }
  const question = readQuestionAtServer(title, flags, environment);
  const { askAtServer } = await import('./ask-at-server.js');
  return await askAtServer(question, complain);
}

async function follow(asked: Asked, left: Promise<'left'>, { json }: AskFlags, process: Process): Promise<number> {
  const progress = showProgress(asked, process, json === true ? process.complain : process.write);
  try {
    const outcome = await Promise.race([asked.decided, left]);
    await progress.end();
    if (outcome === 'left') {
      process.complain('The question stays open: run this again with the same --key to wait for it.\n');
      return askFailed;
    }
    await process.write(json === true ? `${JSON.stringify(outcome)}\n` : sentenceOf(outcome));
    return exitCodes[outcome.outcome];
  } finally {
    await progress.end();
  }
}

/**
 * Ctrl-C, or the end of a job, withdraws the question, also one that is being asked. The second one leaves it open, as the first does
 * with `--leave`.
 */
function leaving(asking: Promise<Asked>, leavesOpen: boolean, { onInterrupt, complain }: Process) {
  let end: () => void = () => undefined;
  const promise = new Promise<'left'>((resolve, reject) => {
    let isWithdrawing = leavesOpen;
    end = onInterrupt(() => {
      if (isWithdrawing) return resolve('left');
      isWithdrawing = true;
      complain('Withdrawing the question…\n');
      asking.then((asked) => asked.withdraw()).catch(reject);
    });
  });
  // it may fail after the end
  promise.catch(() => undefined);
  // so may this, if it was left before it was asked
  asking.catch(() => undefined);
  return { promise, end };
}

function sentenceOf({ outcome, decidedBy, reason }: Outcome): string {
  const who = decidedBy.length === 0 ? '' : ` by ${decidedBy.join(', ')}`;
  // a person writes the reason: as JSON, it cannot write to the terminal what it likes
  const why = reason === null ? '' : `: ${JSON.stringify(reason)}`;
  return `${outcome}${who}${why}\n`;
}
