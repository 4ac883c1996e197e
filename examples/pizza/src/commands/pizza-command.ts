import type { CommandContext } from './command-context.js';
import { help } from './help.js';
import { order } from './order.js';
import { orders } from './orders.js';
import { type Said, said } from './said.js';
import { status } from './status.js';
import { testAlert } from './test-alert.js';
import type { Asker } from './workspace.js';

type Answer = (context: CommandContext, asker: Asker, rest: string) => Promise<Said>;

const answers = new Map<string, Answer>([
  ['', async () => help()],
  ['help', async () => help()],
  ['status', status],
  ['order', order],
  ['orders', orders],
  ['test', testAlert],
]);

/** Answers `/pizza`, to members of the workspace. */
export async function pizzaCommand(context: CommandContext, asker: Asker, text: string): Promise<Said> {
  const standing = await context.workspace.standingOf(asker);
  if (standing.type === 'refused') return said([standing.refusal]);
  const [word = '', ...rest] = text.trim().split(/\s+/);
  const answer = standing.type === 'bot' ? undefined : answers.get(word.toLowerCase());
  if (answer === undefined) return help('There is no such command.');
  return answer(context, asker, rest.join(' '));
}
