import { textLeaf } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import { testLabel } from '../answer-alerts.js';
import type { CommandContext } from './command-context.js';
import { newCardLink } from './order-line.js';
import { type Said, said } from './said.js';
import type { Asker } from './workspace.js';

const alertAnswer = z.object({ approvalId: z.string() });

/**
 * `/pizza test`: sends the app a notification as Alertmanager would, marked as a test, in a group of alerts of the person's own.
 * Everything that follows is the real thing, up to a PizzaOrder that is not placed.
 */
export async function testAlert(context: CommandContext, asker: Asker): Promise<Said> {
  const first = await fire(context, asker);
  if (first !== null && !(await isOver(context, first))) return where(context, first);
  // the last test was answered: it resolves, and another one begins
  await send(context, notification(context, asker, 'resolved'));
  const again = await fire(context, asker);
  return again === null ? said(['The app did not take its own test alert. Its log says why.']) : where(context, again);
}

async function where(context: CommandContext, approvalId: string): Promise<Said> {
  return said([
    'A test alert was sent through the whole path: it asks as ',
    textLeaf(approvalId, { code: true }),
    ...(await newCardLink(context, approvalId)),
    '. Approve it, and a PizzaOrder is created with placeOrder: false: nothing is paid or baked.',
  ]);
}

async function isOver({ approvals }: CommandContext, approvalId: string): Promise<boolean> {
  return (await approvals.get(approvalId))?.status !== 'pending';
}

/** @returns which approval it asked for, or had asked for already */
async function fire(context: CommandContext, asker: Asker): Promise<string | null> {
  const answer = await send(context, notification(context, asker, 'firing'));
  if (answer.status !== 200) return null;
  const read = alertAnswer.safeParse(JSON.parse(answer.body));
  return read.success ? read.data.approvalId : null;
}

async function send({ alerts }: CommandContext, body: object) {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (alerts.token !== null) headers.set('authorization', `Bearer ${alerts.token}`);
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return await alerts.route.answer({ method: 'POST', header: (name) => headers.get(name), body: bytes });
}

function notification(
  { clock, alerts: { alertname } }: CommandContext,
  { userId }: Asker,
  status: 'firing' | 'resolved',
): object {
  const labels = { alertname, severity: 'none', instance: 'no machine', [testLabel]: userId };
  const annotations = { summary: 'a test, sent by /pizza test' };
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}", ${testLabel}="${userId}"}`,
    status,
    receiver: 'pizza-webhook',
    alerts: [{ status, labels, annotations, startsAt: new Date(clock()).toISOString() }],
  };
}
