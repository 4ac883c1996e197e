import { user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { person } from '../../src/domain/testing/world.js';
import { de } from '../../src/messages/de.js';
import { wordsOf } from '../../src/messages/words-of.js';
import { drawNotice } from '../../src/slack/notices/notice.js';
import { load } from '../../src/storage/load.js';
import { cardOf } from '../../src/views/card-of.js';
import { createWorld, type World } from '../world/world.js';

async function recordOf({ store }: World, id: string) {
  const found = await load(store, id);
  if (found.type !== 'loaded') throw new Error(`The record is ${found.type}.`);
  return found.record;
}

const german = { options: { messages: de } };

describe('an app in German', () => {
  test('tells programs what it tells people, with people as Slack writes them', async () => {
    const world = await createWorld(german);
    const { id, digest } = await world.ask();
    const { approvals } = world;
    const heard: string[] = [];
    approvals.on('voteRefused', ({ explanation }) => heard.push(explanation));

    const refused = await approvals.vote(id, { by: user('U0MALLORY'), answer: 'approve', digest, via: 'test' });
    const explained = await approvals.explain(id, person('U0MALLORY'));
    await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    const late = await approvals.vote(id, { by: user('U0BOB'), answer: 'reject', digest, via: 'test' });

    const told = 'Du gehörst nicht zu den Personen, die über diese Anfrage entscheiden.';
    expect(refused).toMatchObject({ ok: false, code: 'not_an_approver', explanation: told });
    expect(explained).toMatchObject({ code: 'not_an_approver', explanation: told });
    expect(late).toMatchObject({
      code: 'already_decided',
      explanation: 'Die Anfrage wurde bereits von <@U0ALICE> genehmigt.',
    });
    expect(heard[0]).toBe(told);
  });

  test('says a refusal that came later in German, to the person and to listeners', async () => {
    const world = await createWorld({ ...german, kind: { approvers: [usergroup('S0ONCALL')] } });
    const { id, digest } = await world.ask();
    const heard: string[] = [];
    world.approvals.on('voteRefused', ({ explanation }) => heard.push(explanation));

    await world.approvals.vote(id, { by: user('U0CAROL'), answer: 'approve', digest, via: 'test' });
    await world.work();

    expect(heard).toEqual(['Du gehörst nicht zu den Personen, die über diese Anfrage entscheiden.']);
  });

  test('shows that a name is erased', async () => {
    const world = await createWorld(german);
    const { id } = await world.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.withdraw(id, { by: 'alertmanager', reason: 'over' });
    await world.work();
    await world.approvals.erase(id);

    const { requester, decision } = cardOf({ messages: de, namespace: 'default' }, await recordOf(world, id));
    expect([requester, decision?.withdrawnBy]).toEqual(['(gelöscht)', '(gelöscht)']);
  });
});

test('a notice that an earlier release stored is told in its own words', async () => {
  const world = await createWorld();
  const { id } = await world.ask();
  const view = { ...cardOf({ messages: de, namespace: 'default' }, await recordOf(world, id)), words: wordsOf(de) };
  const stored = { type: 'vote_refused', code: 'guest', explanation: 'Guests cannot decide <@U0EVE>.' } as const;

  const { text } = drawNotice(view, stored);
  expect(text).toContain('Deine Antwort zählt nicht. Guests cannot decide &lt;@U0EVE&gt;.');
});
