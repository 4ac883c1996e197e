import type { App } from '@slack/bolt';
import { approveCommand } from '../commands/approve-command.js';
import type { CommandContext } from '../commands/command-context.js';
import { pizzaCommand } from '../commands/pizza-command.js';
import type { Said } from '../commands/said.js';
import { approve, pizza } from '../commands/slash-commands.js';
import { inTime } from '../in-time.js';

/** Adds the slash commands to a Bolt app. What takes longer than `withinMs` is answered by Slack's response URL. */
export function registerCommands(app: App, context: CommandContext, withinMs: number): void {
  app.command(pizza.command, async ({ command, ack, respond }) => {
    const asker = { userId: command.user_id, teamId: command.team_id };
    const answering = pizzaCommand(context, asker, command.text).then(privately);
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
