import { capturedAlerts, sendAlert } from './captured-alerts.js';
import { cardAsText } from './card-as-text.js';
import { channel, type DemoWorld, startDemoWorld } from './demo-world.js';
import { until } from './until.js';

const approve = 'approval:default:approve';

type Log = (line: string) => void;

/** Plays the whole job with every repetition it has to bear, and throws at the first thing that is not as it should be. */
export async function check(folder: string, log: Log): Promise<void> {
  const first = await startDemoWorld(folder, log);
  const [firing, , resolved] = await capturedAlerts();
  const ts = await askOnce(first, firing, log);
  await first.close();

  log('restarted on the same folder');
  const second = await startDemoWorld(folder, log);
  try {
    await expectSameCard(second, firing, ts);
    await expectRefusal(second, ts, log);
    await approveTwice(second, ts, log);
    await expectOneOrder(second, log);
    const late = await sendAlert(second.app.url, resolved);
    if (late.action !== 'none') throw new Error('A resolved alert changed what was approved already.');
  } finally {
    await second.close();
  }
  const third = await startDemoWorld(folder, log);
  await expectOneOrder(third, log);
  await third.close();
}

async function askOnce(world: DemoWorld, firing: unknown, log: Log): Promise<string> {
  const asked = await sendAlert(world.app.url, firing);
  const again = await sendAlert(world.app.url, firing);
  if (again.approvalId !== asked.approvalId) throw new Error('The same alert, sent twice, asked twice.');
  const card = await until('a card in the channel', () => world.simulator.messages(channel)[0] ?? null);
  log(`asked, and the card is in #pizza:\n${cardAsText(card)}`);
  return card.ts;
}

async function expectSameCard(world: DemoWorld, firing: unknown, ts: string): Promise<void> {
  await sendAlert(world.app.url, firing);
  const cards = world.simulator.messages(channel);
  if (cards.length !== 1 || cards[0]?.ts !== ts)
    throw new Error('After a restart the channel does not hold just the one card it held.');
}

async function expectRefusal(world: DemoWorld, ts: string, log: Log): Promise<void> {
  await world.simulator.click({ userId: 'U0CAROL', channelId: channel, ts, actionId: approve });
  const reply = await until(
    'a private refusal',
    () =>
      world.simulator.messages(channel, { asUser: 'U0CAROL' }).find((message) => message.ephemeralFor === 'U0CAROL') ??
      null,
  );
  log(`U0CAROL, who is not on call, clicked Approve and was told:\n${cardAsText(reply)}`);
}

async function approveTwice(world: DemoWorld, ts: string, log: Log): Promise<void> {
  const click = { userId: 'U0ALICE', channelId: channel, ts, actionId: approve };
  const answers = await Promise.all([world.simulator.click(click), world.simulator.click(click)]);
  if (answers.some((answer) => answer.status !== 200)) throw new Error('A click was not answered.');
  const card = await until(
    'the card showing the approval',
    () =>
      world.simulator.messages(channel).find((message) => message.ts === ts && message.text.includes('Approved by')) ??
      null,
  );
  log(`U0ALICE clicked Approve, twice:\n${cardAsText(card)}`);
}

async function expectOneOrder(world: DemoWorld, log: Log): Promise<void> {
  const orders = await until('an order', async () => {
    const all = await world.orders.list();
    return all.length > 0 ? all : null;
  });
  if (orders.length !== 1) throw new Error(`There are ${orders.length} orders, and there should be one.`);
  log(`there is one order: ${orders[0]?.approvalId}`);
}
