import type { CommandContext } from './command-context.js';
import { orderLine } from './order-line.js';
import { type Said, said } from './said.js';

const mostShown = 10;

/** `/pizza orders`: the newest orders in the cluster. */
export async function orders(context: CommandContext): Promise<Said> {
  if (context.cluster === null) return said(['This app reaches no cluster: the cards show what becomes of orders.']);
  const answer = await context.cluster.orders();
  if ('problem' in answer) return said([answer.problem]);
  const all = answer.value;
  if (all.length === 0) return said(['There is no order in the cluster.']);
  const lines = await Promise.all(all.slice(0, mostShown).map((order) => orderLine(context, order)));
  return said([all.length > mostShown ? `The newest ${mostShown} of ${all.length} orders:` : 'The orders:'], lines);
}
