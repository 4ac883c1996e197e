import { setTimeout as after } from 'node:timers/promises';
import type { Fleet } from './fleet.js';
import type { Asked } from './settings.js';
import { type Click, signedClick } from './signed-click.js';
import type { SlackStandIn } from './slack-stand-in.js';

/** A question whose asking was acknowledged. */
interface Acknowledged extends Asked {
  readonly channelId: string;
}

/** What programs and people were told. */
export interface Said {
  readonly asked: ReadonlyMap<string, Acknowledged>;
  /** Keys that were acknowledged with two ids. */
  readonly askedTwice: readonly string[];
  /** The questions of which a click or a withdrawal was acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  readonly refusedCount: number;
}

interface Setting {
  readonly isOver: () => boolean;
  readonly fleet: Fleet;
  readonly slack: SlackStandIn;
  readonly channelIds: readonly string[];
  readonly random: () => number;
}

/** Slack shows an error where the answer comes later. */
const slackWaitsMs = 3_000;
const askEveryMs = 400;
const askerCount = 4;

/** Programs ask and withdraw, and people click on the cards that they see: two of them at once, for and against. */
export async function liveUntilOver(setting: Setting): Promise<Said> {
  const asked = new Map<string, Acknowledged>();
  /** Nobody is asking under their keys any more. */
  const withdrawable: string[] = [];
  const askedTwice: string[] = [];
  const acknowledged = new Set<string>();
  let refusedCount = 0;
  let keyCount = 0;
  const { isOver, fleet, channelIds, random } = setting;

  const ask = async (key: string, channelId: string): Promise<void> => {
    // killed or locked out: nothing was acknowledged, and a program asks again under its key
    const answer = await fleet
      .pick(random())
      .tell('ask', { key, channelId })
      .catch(() => null);
    if (answer === null) return isOver() ? undefined : await after(50).then(() => ask(key, channelId));
    const before = asked.get(key);
    if (before === undefined) asked.set(key, { ...answer, channelId });
    else if (before.id !== answer.id) askedTwice.push(key);
  };
  const asker = async (): Promise<void> => {
    while (!isOver()) {
      keyCount += 1;
      const channelId = channelIds[keyCount % channelIds.length] ?? '';
      const key = `order ${keyCount}`;
      // one in ten asks two processes at once
      await Promise.all(random() < 0.1 ? [ask(key, channelId), ask(key, channelId)] : [ask(key, channelId)]);
      const { id } = asked.get(key) ?? { id: null };
      if (id !== null) withdrawable.push(id);
      await after(askEveryMs * random());
    }
  };
  const clicker = async (): Promise<void> => {
    const clicked = new Set<string>();
    while (!isOver()) {
      await after(100 * random());
      const question = someCard(setting, asked, clicked);
      if (question === null) continue;
      clicked.add(question.id);
      const duel = [clickOn(setting, question, 'U0ALICE', 'approve'), clickOn(setting, question, 'U0BOB', 'reject')];
      for (const isTold of await Promise.all(duel)) {
        if (isTold) acknowledged.add(question.id);
        else refusedCount += 1;
      }
    }
  };
  const withdrawer = async (): Promise<void> => {
    while (!isOver()) {
      await after(2_000 * random());
      const id = withdrawable[Math.floor(random() * withdrawable.length)];
      if (id === undefined) continue;
      // killed: it was not acknowledged
      if (
        await fleet
          .pick(random())
          .tell('withdraw', id)
          .catch(() => false)
      )
        acknowledged.add(id);
    }
  };
  await Promise.all([...Array.from({ length: askerCount }, asker), clicker(), clicker(), withdrawer()]);
  return { asked, askedTwice, acknowledged, refusedCount };
}

/** A card that stands in a channel and that nobody has clicked on, or null. Half of all cards are left alone. */
function someCard(
  { slack, random }: Setting,
  asked: ReadonlyMap<string, Acknowledged>,
  clicked: ReadonlySet<string>,
): Acknowledged | null {
  const shown = new Set(slack.posts.map(({ approvalId }) => approvalId));
  const open = [...asked.values()].filter(({ id }, index) => index % 2 === 0 && shown.has(id) && !clicked.has(id));
  return open[Math.floor(random() * open.length)] ?? null;
}

/** @returns whether the app acknowledged it: the person sees no error */
async function clickOn(
  { fleet, slack, random }: Setting,
  asked: Acknowledged,
  by: string,
  answer: Click['answer'],
): Promise<boolean> {
  await after(random() * 30);
  const { channelId } = asked;
  const { headers, body } = signedClick({ asked, by, answer, channelId, replyUrl: slack.replyUrl, nowMs: Date.now() });
  const signal = AbortSignal.timeout(slackWaitsMs);
  return await fetch(fleet.pick(random()).url, { method: 'POST', headers, body, signal }).then(
    ({ ok }) => ok,
    // the process was killed in the middle
    () => false,
  );
}
