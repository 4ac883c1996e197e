import type { App } from '@slack/bolt';
import { approveCommand } from '../commands/approve-command.js';
import type { CommandContext } from '../commands/command-context.js';
import { pizzaCommand } from '../commands/pizza-command.js';
import { type Said, said } from '../commands/said.js';
import { approve, pizza } from '../commands/slash-commands.js';
import { inTime } from '../in-time.js';

/**
 * Adds the slash commands to a Bolt app. What takes longer than `withinMs` is answered by Slack's response URL, and what fails is answered
 * too: whoever typed a command that was taken already would hear nothing more of it.
 */
export function registerCommands(
  app: App,
  context: CommandContext,
  { withinMs, log }: { readonly withinMs: number; readonly log: (line: string) => void },
): void {
  const failed = (error: unknown): Said => {
    log(`Slack app: ${pizza.command} failed: ${error instanceof Error ? error.message : 'unknown'}`);
    return said(['That could not be done just now. Please try again in a minute.']);
  };
  app.command(pizza.command, async ({ command, ack, respond }) => {
    const asker = { userId: command.user_id, teamId: command.team_id };
    const answering = pizzaCommand(context, asker, command.text).catch(failed).then(privately);
    const answer = await inTime(answering, withinMs);
    if (answer !== null) return await ack(answer);
    await ack();
    await respond(await answering);
  });
  app.command(approve.command, async ({ command, ack }) => {
    const answered = await context.approvals.dispatch(approveCommand(command));
    if (answered.status !== 200) throw new Error(`The approvals answered ${answered.status}. Their log says why.`);
    await ack(answered.body === '' ? undefined : JSON.parse(answered.body));
  });
}

function privately({ text, blocks }: Said) {
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}
