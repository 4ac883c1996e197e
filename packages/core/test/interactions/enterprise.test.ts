import { anyone, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld } from '../world/world.js';

const inOrganisation = { team: { id: 'T0PIZZA', enterprise_id: 'E0ORG' }, enterprise: { id: 'E0ORG' } };

/** Approvals of an app that is installed in a workspace of an organisation; of people Slack says whose organisation they are of. */
async function organisation(enterpriseId: string | null, rule = anyone()) {
  const person = { guest: false, bot: false, deleted: false, teamId: 'T0SISTER', enterpriseId };
  const transport = agreeableTransport({
    installation: async () => ({
      type: 'ok',
      value: { appId: 'A0APPROVAL', teamId: 'T0PIZZA', enterpriseId: 'E0ORG' },
    }),
    person: async () => ({ type: 'ok', value: person }),
    groupMembers: async () => ({ type: 'ok', value: ['U0ALICE'] }),
  });
  const world = await createWorld({ access: { transport }, kind: { approvers: [rule] } });
  const approval = await world.ask();
  const click = async (change: object) => {
    const answer = await sendClick(world, approval, { value: buttonValue(approval), change: { ...change } });
    await world.work();
    const refused = (await world.approvals.history(approval.id)).filter(
      ({ event }) => event['type'] === 'vote_refused',
    );
    return [answer.status, (await world.get(approval.id)).status, refused.map(({ event }) => event['code'])];
  };
  return { click };
}

describe.each([
  ['anyone()', anyone()],
  ['usergroup()', usergroup('S0ONCALL')],
])('by %s, somebody at home in another workspace', (_, rule) => {
  const fromSister = { ...inOrganisation, user: { id: 'U0ALICE', team_id: 'T0SISTER' } };

  test('of the same organisation counts', async () => {
    const { click } = await organisation('E0ORG', rule);

    expect(await click(fromSister)).toEqual([200, 'approved', []]);
  });

  test.each(['E0ELSEWHERE', null])('is from outside where Slack names the organisation %s', async (enterpriseId) => {
    const { click } = await organisation(enterpriseId, rule);

    expect(await click(fromSister)).toEqual([200, 'pending', ['outsider']]);
  });
});

describe('a click in another workspace', () => {
  const user = { id: 'U0ALICE', team_id: 'E0ORG' };

  test('of the same organisation is a click on this app', async () => {
    const { click } = await organisation('E0ORG');

    expect(await click({ team: { id: 'T0SISTER' }, enterprise: { id: 'E0ORG' }, user })).toEqual([200, 'approved', []]);
  });

  test('of another organisation finds nothing', async () => {
    const { click } = await organisation('E0ORG');
    const elsewhere = { team: { id: 'T0SISTER' }, enterprise: { id: 'E0ELSEWHERE' }, user };

    expect(await click(elsewhere)).toEqual([200, 'pending', []]);
  });
});
