import { setTimeout as after } from 'node:timers/promises';
import type { Said, Surroundings } from './said.js';

const askEveryMs = 400;
const askerCount = 4;
const withdrawEveryMs = 2_000;

/** Programs ask, some of them two processes at once, and withdraw what they asked. */
export async function runPrograms(surroundings: Surroundings, said: Said): Promise<void> {
  const { isOver, channelIds, random } = surroundings;
  /** Approvals that no program asks for any more. */
  const withdrawable: string[] = [];
  let keyCount = 0;

  const asker = async (): Promise<void> => {
    while (!isOver()) {
      keyCount += 1;
      const channelId = channelIds[keyCount % channelIds.length] ?? '';
      const key = `order ${keyCount}`;
      const times = random() < 0.1 ? 2 : 1;
      await Promise.all(Array.from({ length: times }, () => ask(surroundings, said, key, channelId)));
      const { id } = said.asked.get(key) ?? { id: null };
      if (id !== null) withdrawable.push(id);
      await after(askEveryMs * random());
    }
  };
  const withdrawer = async (): Promise<void> => {
    while (!isOver()) {
      await after(withdrawEveryMs * random());
      const id = withdrawable[Math.floor(random() * withdrawable.length)];
      if (id !== undefined && (await withdraw(surroundings, id))) said.acknowledged.add(id);
    }
  };
  await Promise.all([...Array.from({ length: askerCount }, asker), withdrawer()]);
}

async function ask(surroundings: Surroundings, said: Said, key: string, channelId: string): Promise<void> {
  const { isOver, fleet, random } = surroundings;
  const replica = fleet.pick(random());
  // killed or locked out: nothing was acknowledged, and a program asks again under its key
  const answer = await replica.tell('ask', { key, channelId }).catch(() => null);
  if (answer === null) {
    if (isOver()) return;
    await after(50);
    return await ask(surroundings, said, key, channelId);
  }
  const before = said.asked.get(key);
  if (before === undefined) said.asked.set(key, answer);
  else if (before.id !== answer.id) said.askedTwice.push(key);
}

async function withdraw({ fleet, random }: Surroundings, id: string): Promise<boolean> {
  const replica = fleet.pick(random());
  // killed: it was not acknowledged
  return await replica.tell('withdraw', id).catch(() => false);
}
