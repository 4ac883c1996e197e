import { mkdir, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { launchBrowser } from 'test-browser/launch-browser';
import { approvalOf, resourceName } from '../src/kubernetes/pizza-order-resource.js';
import { cardAsText } from './cards.js';
import { channel } from './demo-world.js';
import { openAs, type Person, pictures } from './person.js';
import { capturedAlerts, ofJob, sendAlert } from './send-alerts.js';
import { onStage, type Stage } from './stage.js';
import { until } from './until.js';

/** A card is redrawn every five seconds at most: at this pace it is seen half way. */
const paceMs = 2_000;

interface CheckOptions {
  readonly folder: string;
  /** Where pictures of what people saw are left; those of the check before are removed. */
  readonly picturesIn: string;
  readonly log: (line: string) => void;
}

/**
 * Plays the whole job in a real browser, with every repetition it has to bear, through three starts on one folder, and throws at the
 * first thing that is not as it should be.
 */
export async function check({ folder, picturesIn, log }: CheckOptions): Promise<void> {
  await rm(picturesIn, { recursive: true, force: true });
  await mkdir(picturesIn, { recursive: true });
  const browser = await launchBrowser();
  const picture = pictures(picturesIn);
  const start: Start = (act) =>
    onStage({ folder, paceMs, log }, (stage) =>
      act({
        ...stage,
        async as(userId, doing) {
          const { pageUrl } = stage.simulator;
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

interface Play extends Stage {
  /** Sits down in front of the page as somebody, acts, and leaves. */
  as(userId: string, act: (person: Person) => Promise<void>): Promise<void>;
}

type Start = <Result>(act: (play: Play) => Promise<Result>) => Promise<Result>;

async function threeStarts(start: Start, log: (line: string) => void): Promise<void> {
  const asked = await start(askTwice);
  log('— started again on the same folder');
  const uid = await start(async (play) => {
    await expectSameCard(play, asked);
    await refuse(play);
    await approve(play, asked);
    return await orderedOnce(play, asked);
  });
  log('— started again while the pizza is made');
  await start(async (play) => {
    await rejectAnother(play);
    await withdrawAThird(play);
    await followToTheDoor(play, asked);
    const late = await sendAlert(play.world.alertsUrl, (await capturedAlerts()).resolved);
    expect(late.action === 'none', 'a resolved alert changes nothing that was approved already');
    expect((await orderedOnce(play, asked)) === uid, 'the order is the one that was made before the restart');
  });
}

interface Asked {
  readonly ts: string;
  readonly approvalId: string;
}

async function askTwice(stage: Stage): Promise<Asked> {
  const { firing } = await capturedAlerts();
  const { approvalId = '' } = await sendAlert(stage.world.alertsUrl, firing);
  const again = await sendAlert(stage.world.alertsUrl, firing);
  expect(again.approvalId === approvalId, 'the same alert, sent twice, asks once');
  const card = await stage.card('a card in the channel', (text) => text.includes('Waiting for an answer'));
  stage.log(`asked, and the card is in #pizza:\n${cardAsText(card)}`);
  return { ts: card.ts, approvalId };
}

async function expectSameCard(stage: Stage, { ts }: Asked): Promise<void> {
  await sendAlert(stage.world.alertsUrl, (await capturedAlerts()).firing);
  expect(isDeepStrictEqual(stage.timestamps(), [ts]), 'after a restart the channel holds the one card it held');
}

async function refuse(stage: Play): Promise<void> {
  await stage.as('U0CAROL', async (carol) => {
    await carol.sees('Order pizza for the people on call?');
    await carol.approve();
    await carol.sees('Only visible to you');
    await carol.sees('You are not one of the approvers of this.');
  });
  stage.log('U0CAROL, who is not on call, clicked Approve and was told so, in private');
}

async function approve(stage: Play, { ts }: Asked): Promise<void> {
  await stage.as('U0ALICE', async (alice) => {
    await alice.hesitate();
    await alice.approve();
    await alice.sees('Approved by');
  });
  const card = await stage.card('the approval on the card', (text) => text.includes('Approved by'));
  expect(card.ts === ts, 'the approval is shown on the card that was clicked');
  stage.log(`U0ALICE clicked Approve, thought twice, and clicked again:\n${cardAsText(card)}`);
}

/** @returns the uid of the one order in the cluster */
async function orderedOnce({ world, log }: Stage, { approvalId }: Asked): Promise<string> {
  const orders = await until('an order in the cluster', async () => {
    const all = await world.orders.list();
    return all.length > 0 ? all : null;
  });
  const [order] = orders;
  if (order === undefined || orders.length > 1) throw new Error(`There are ${orders.length} orders instead of one.`);
  expect(order.metadata.name === resourceName(approvalId), 'the order is named after the approval');
  expect(approvalOf(order)?.id === approvalId, 'the order says which approval it comes from');
  log(`there is one PizzaOrder in the cluster: ${order.metadata.name}`);
  return order.metadata.uid;
}

async function rejectAnother(stage: Play): Promise<void> {
  await sendAlert(stage.world.alertsUrl, ofJob((await capturedAlerts()).firing, 'batch'));
  const { ts } = await stage.card('a card for the second alert', (text) => text.includes('Waiting for an answer'));
  await stage.as('U0BOB', async (bob) => {
    await bob.reject('We had pizza yesterday.');
    await bob.sees('We had pizza yesterday.');
  });
  const card = await stage.card('the rejection', (text) => text.includes('Rejected by'));
  expect(card.ts === ts && card.text.includes('We had pizza yesterday.'), 'the card says why it was rejected');
  stage.log(`a second alert, and U0BOB clicked Reject with a reason:\n${cardAsText(card)}`);
}

async function withdrawAThird(stage: Play): Promise<void> {
  const { firing, resolved } = await capturedAlerts();
  await sendAlert(stage.world.alertsUrl, ofJob(firing, 'cron'));
  const { ts } = await stage.card('a card for the third alert', (text) => text.includes('Waiting for an answer'));
  const { action } = await sendAlert(stage.world.alertsUrl, ofJob(resolved, 'cron'));
  expect(action === 'withdrawn', 'an alert that resolves withdraws its question');
  const card = await stage.card('the withdrawal', (text) => text.includes('Withdrawn by'));
  expect(card.ts === ts, 'the withdrawal is shown on the card of its alert');
  await stage.as('U0BOB', (bob) => bob.sees('Withdrawn by'));
  stage.log(`a third alert, which resolved by itself:\n${cardAsText(card)}`);
}

async function followToTheDoor(stage: Play, { ts }: Asked): Promise<void> {
  const half = await stage.card('progress on the card', (text) => /: active$/m.test(text));
  stage.log(`half way:\n${cardAsText(half)}`);
  await stage.as('U0ALICE', (alice) => alice.sees(/^(Approved by|delivered)/));
  const card = await stage.card('the delivery on the card', (text) => text.includes('delivered: done'));
  expect(card.ts === ts, 'progress is shown on the card that was approved');
  stage.log(`and at the door:\n${cardAsText(card)}`);
  await stage.as('U0ALICE', async (alice) => {
    await alice.sees('out for delivery');
    await alice.types('/pizza orders');
    await alice.sees('The orders:');
  });
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`This does not hold: ${what}.`);
}
