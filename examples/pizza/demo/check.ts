import { mkdir, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { launchBrowser } from 'test-browser/launch-browser';
import { approvalOf, resourceName } from '../src/pizza-order-resource.js';
import { cardAsText } from './cards.js';
import { type DemoSession, withDemoSession } from './demo-session.js';
import { channel } from './demo-world.js';
import { openAs, type Person, pictures } from './person.js';
import { capturedAlerts, ofJob, sendAlert } from './send-alerts.js';
import { until } from './until.js';

/** A card is updated at most every five seconds, so this pace shows a step half way. */
const paceMs = 2_000;

interface CheckOptions {
  readonly folder: string;
  /** The folder for screenshots. Those of the last check are deleted. */
  readonly picturesIn: string;
  readonly log: (line: string) => void;
}

/**
 * Plays the whole demo in a real browser, with repeated alerts, repeated clicks and two restarts on one folder.
 *
 * @throws Error — at the first thing that is wrong
 */
export async function check({ folder, picturesIn, log }: CheckOptions): Promise<void> {
  await rm(picturesIn, { recursive: true, force: true });
  await mkdir(picturesIn, { recursive: true });
  const browser = await launchBrowser();
  const picture = pictures(picturesIn);
  const start: Start = (act) =>
    withDemoSession({ folder, paceMs, log }, (session) =>
      act({
        ...session,
        async as(userId, doing) {
          const { pageUrl } = session.simulator;
          const person = await openAs(browser, { pageUrl, userId, channel }, picture);
          await doing(person);
          await person.close();
        },
      }),
    );
  try {
    await threeStarts(start, log);
  } finally {
    await browser.close();
  }
}

interface Play extends DemoSession {
  /** Opens the page as a person, acts, and closes it. */
  as(userId: string, act: (person: Person) => Promise<void>): Promise<void>;
}

type Start = <Result>(act: (play: Play) => Promise<Result>) => Promise<Result>;

async function threeStarts(start: Start, log: (line: string) => void): Promise<void> {
  const asked = await start(askTwice);
  log('— restarted on the same folder');
  const uid = await start(async (play) => {
    await expectSameCard(play, asked);
    await refuse(play);
    await approve(play, asked);
    return await orderedOnce(play, asked);
  });
  log('— restarted while the pizza is made');
  await start(async (play) => {
    await rejectAnother(play);
    await withdrawAThird(play);
    await followToTheDoor(play, asked);
    await rejectAParty(play);
    const late = await sendAlert(play.world.alertsUrl, (await capturedAlerts()).resolved);
    expect(late.action === 'none', 'a resolved alert does not change an approved order');
    expect((await orderedOnce(play, asked)) === uid, 'after the restart the order is the same');
  });
}

interface Asked {
  readonly ts: string;
  readonly approvalId: string;
}

async function askTwice(session: DemoSession): Promise<Asked> {
  const { firing } = await capturedAlerts();
  const { approvalId = '' } = await sendAlert(session.world.alertsUrl, firing);
  const again = await sendAlert(session.world.alertsUrl, firing);
  expect(again.approvalId === approvalId, 'the same alert, sent twice, asks once');
  const card = await session.card('a card in the channel', (text) => text.includes('Waiting for an answer'));
  session.log(`an alert asked, and the card is in #pizza:\n${cardAsText(card)}`);
  return { ts: card.ts, approvalId };
}

async function expectSameCard(session: DemoSession, { ts }: Asked): Promise<void> {
  await sendAlert(session.world.alertsUrl, (await capturedAlerts()).firing);
  expect(isDeepStrictEqual(session.timestamps(), [ts]), 'after a restart the channel has the same one card');
}

async function refuse(session: Play): Promise<void> {
  await session.as('U0CAROL', async (carol) => {
    await carol.sees('Order pizza for the people on call?');
    await carol.approve();
    await carol.sees('Only visible to you');
    await carol.sees('You are not one of the approvers of this.');
  });
  session.log('U0CAROL, who is not on call, clicked Order now and was told privately why she cannot');
}

async function approve(session: Play, { ts }: Asked): Promise<void> {
  await session.as('U0ALICE', async (alice) => {
    await alice.hesitate();
    await alice.approve();
    await alice.sees('Approved: Order now');
  });
  const card = await session.card('the approval on the card', (text) => text.includes('Approved: Order now'));
  expect(card.ts === ts, 'the approval is shown on the card that was clicked');
  session.log(`U0ALICE clicked Order now, cancelled, and clicked again:\n${cardAsText(card)}`);
}

/** @returns the uid of the one order in the cluster */
async function orderedOnce({ world, log }: DemoSession, { approvalId }: Asked): Promise<string> {
  const orders = await until('an order in the cluster', async () => {
    const all = await world.orders.list();
    return all.length > 0 ? all : null;
  });
  const [order] = orders;
  if (order === undefined || orders.length > 1)
    throw new Error(`The cluster must hold one order, got ${orders.length}.`);
  expect(order.metadata.name === resourceName(approvalId), 'the order is named after the approval');
  expect(approvalOf(order)?.id === approvalId, 'the order names its approval');
  log(`there is one PizzaOrder in the cluster: ${order.metadata.name}`);
  return order.metadata.uid;
}

async function rejectAnother(session: Play): Promise<void> {
  await sendAlert(session.world.alertsUrl, ofJob((await capturedAlerts()).firing, 'batch'));
  const { ts } = await session.card('a card for the second alert', (text) => text.includes('Waiting for an answer'));
  await session.as('U0BOB', async (bob) => {
    await bob.reject('We had pizza yesterday.');
    await bob.sees('We had pizza yesterday.');
  });
  const card = await session.card('the rejection', (text) => text.includes('Rejected: No'));
  expect(card.ts === ts && card.text.includes('We had pizza yesterday.'), 'the card says why it was rejected');
  session.log(`a second alert, and U0BOB clicked No with a reason:\n${cardAsText(card)}`);
}

async function withdrawAThird(session: Play): Promise<void> {
  const { firing, resolved } = await capturedAlerts();
  await sendAlert(session.world.alertsUrl, ofJob(firing, 'cron'));
  const { ts } = await session.card('a card for the third alert', (text) => text.includes('Waiting for an answer'));
  const { action } = await sendAlert(session.world.alertsUrl, ofJob(resolved, 'cron'));
  expect(action === 'withdrawn', 'an alert that resolves withdraws its question');
  const card = await session.card('the withdrawal', (text) => text.includes('Withdrawn by'));
  expect(card.ts === ts, 'the withdrawal is shown on the card of its alert');
  await session.as('U0BOB', (bob) => bob.sees('Withdrawn by'));
  session.log(`a third alert, which resolved:\n${cardAsText(card)}`);
}

async function rejectAParty(session: Play): Promise<void> {
  await session.as('U0BOB', (bob) => bob.types('/pizza party 12 large olives, ham'));
  const { ts } = await session.card('a card for the party', (text) => text.includes('Stage 1 of 2: Team'));
  await session.as('U0ALICE', async (alice) => {
    await alice.sees('12 × large, olives, ham');
    await alice.approveForNow();
    await alice.sees('Stage 2 of 2: Budget');
  });
  await session.as('U0CAROL', async (carol) => {
    await carol.sees('This now waits for your answer.');
    await carol.reject('The budget is for five.');
  });
  const card = await session.card('the rejection', (text) => text.includes('The budget is for five.'));
  expect(card.ts === ts, 'both stages are on one card');
  session.log(`a party of twelve: U0ALICE approved, and U0CAROL, who holds the budget, did not:\n${cardAsText(card)}`);
}

async function followToTheDoor(session: Play, { ts }: Asked): Promise<void> {
  const half = await session.card('progress on the card', (text) => /: active$/m.test(text));
  session.log(`half way:\n${cardAsText(half)}`);
  await session.as('U0ALICE', (alice) => alice.sees(/^(Approved: Order now|delivered)/));
  const card = await session.card('the delivery on the card', (text) => text.includes('delivered: done'));
  expect(card.ts === ts, 'the approved card shows the progress');
  session.log(`and at the door:\n${cardAsText(card)}`);
  await session.as('U0ALICE', async (alice) => {
    await alice.sees('out for delivery');
    await alice.types('/pizza orders');
    await alice.sees('The orders:');
  });
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Expected: ${what}.`);
}
