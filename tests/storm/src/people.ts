import { setTimeout as after } from 'node:timers/promises';
import { type Click, sendClick, signedClick } from 'test-processes/slack/signed-click';
import type { Said, Surroundings } from './said.js';
import { type Asked, slackApp } from './settings.js';

const clickEveryMs = 100;
const pairCount = 2;

type Card = Pick<Click, 'channelId' | 'ts'> & { readonly asked: Asked };

/** People click on the cards that they see: two of them at once, for and against, at processes chosen at random. */
export async function runPeople(surroundings: Surroundings, said: Said): Promise<void> {
  const { isOver, random } = surroundings;
  const clicked = new Set<string>();
  const pair = async (): Promise<void> => {
    while (!isOver()) {
      await after(clickEveryMs * random());
      const card = someCard(surroundings, said, clicked);
      if (card === null) continue;
      const { id } = card.asked;
      clicked.add(id);
      const answers = await Promise.all([
        clickOn(surroundings, card, 'U0ALICE', 'approve'),
        clickOn(surroundings, card, 'U0BOB', 'reject'),
      ]);
      if (answers.some(Boolean)) said.acknowledged.add(id);
      said.refusedClickCount += answers.filter((isTold) => !isTold).length;
    }
  };
  await Promise.all(Array.from({ length: pairCount }, pair));
}

/** A card that no person has clicked, or null. Half of all cards are left alone. */
function someCard({ slack, random }: Surroundings, { asked }: Said, clicked: ReadonlySet<string>): Card | null {
  const messages = new Map(slack.posts.map((posted) => [posted.approvalId, posted]));
  const open = [...asked.values()].flatMap((one: Asked, index) => {
    const posted = messages.get(one.id);
    const isOpen = posted !== undefined && index % 2 === 0 && !clicked.has(one.id);
    return isOpen ? [{ asked: one, channelId: posted.channelId, ts: posted.ts }] : [];
  });
  return open[Math.floor(random() * open.length)] ?? null;
}

/** @returns whether the app acknowledged it: the person sees no error */
async function clickOn(
  { fleet, slack, random }: Surroundings,
  card: Card,
  by: string,
  button: Click['button'],
): Promise<boolean> {
  await after(random() * 30);
  const nowMs = Date.now();
  const click = signedClick({ app: slackApp, ...card, by, button, replyUrl: slack.replyUrl, nowMs });
  return await sendClick(fleet.pick(random()).url, click);
}
