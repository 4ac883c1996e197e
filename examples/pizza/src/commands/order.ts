import { textLeaf, user } from '@k8s-pizza/slack-approval';
import type { CommandContext } from './command-context.js';
import { readPizza } from './menu.js';
import { newCardLink } from './order-line.js';
import { type Said, said } from './said.js';
import type { Asker } from './workspace.js';

/** `/pizza order`: asks for a pizza by hand. The person is the requester, so somebody else has to approve it. */
export async function order(context: CommandContext, { userId }: Asker, text: string): Promise<Said> {
  const { kind, order: usual, maxPrice, clock } = context;
  const [usualPizza] = usual.pizzas;
  if (usualPizza === undefined) return said(['No usual pizza is configured.']);
  const pizza = readPizza(text, usualPizza);
  if ('problem' in pizza) return said([pizza.problem]);
  const alert = {
    name: 'AskedByHand',
    severity: 'none',
    since: new Date(clock()).toISOString(),
    summary: 'somebody is hungry, and no alert is needed for that.',
    links: {},
  };
  const { approval } = await kind.ask(
    { alert, order: { ...usual, pizzas: [pizza] }, maxPrice },
    { requester: user(userId) },
  );
  return said([
    `Asked for a ${pizza.size} pizza with ${pizza.toppings.join(', ')} (`,
    textLeaf(approval.id, { code: true }),
    ')',
    ...(await newCardLink(context, approval.id)),
    '. Somebody else has to approve it.',
  ]);
}
