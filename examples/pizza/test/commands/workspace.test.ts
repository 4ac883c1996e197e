import { describe, expect, test } from 'vitest';
import { createWorkspace, type SlackLookUps } from '../../src/commands.js';

const minute = 60_000;
const home = { url: 'https://pizza.slack.com/', team_id: 'T0PIZZA', enterprise_id: 'E0FOOD' };

/** A Slack that knows one person, and counts what it is asked. */
function knowing(user: object, installation: object = home) {
  const asked: string[] = [];
  let now = 0;
  const lines: string[] = [];
  const slack: SlackLookUps = {
    async authTest() {
      asked.push('auth.test');
      return installation;
    },
    async usersInfo(userId) {
      asked.push(userId);
      return { user };
    },
  };
  const workspace = createWorkspace(
    slack,
    () => now,
    (line) => void lines.push(line),
  );
  const later = (ms: number) => {
    now += ms;
  };
  const standing = (teamId: string | null = 'T0PIZZA') => workspace.checkAccess({ userId: 'U0ALICE', teamId });
  return { workspace, asked, lines, later, standing };
}

describe('who may use the app', () => {
  test.each([
    ['a member', { team_id: 'T0PIZZA' }, 'T0PIZZA', 'member'],
    [
      'a member of the organisation',
      { team_id: 'T0SODA', enterprise_user: { enterprise_id: 'E0FOOD' } },
      'T0PIZZA',
      'member',
    ],
    ['one who asks where the whole organisation has it', { team_id: 'T0PIZZA' }, 'E0FOOD', 'member'],
    ['a bot', { team_id: 'T0PIZZA', is_bot: true }, 'T0PIZZA', 'bot'],
    ['a guest', { team_id: 'T0PIZZA', is_restricted: true }, 'T0PIZZA', 'refused'],
    ['a guest of one channel', { team_id: 'T0PIZZA', is_ultra_restricted: true }, 'T0PIZZA', 'refused'],
    ['one who has left', { team_id: 'T0PIZZA', deleted: true }, 'T0PIZZA', 'refused'],
    ['a person of another company', { team_id: 'T0OTHER' }, 'T0PIZZA', 'refused'],
    [
      'a person of another organisation',
      { team_id: 'T0X', enterprise_user: { enterprise_id: 'E0X' } },
      'T0PIZZA',
      'refused',
    ],
    ['a person without a known workspace', {}, 'T0PIZZA', 'refused'],
    ['a member who asks in another installation', { team_id: 'T0PIZZA' }, 'T0OTHER', 'refused'],
    ['a member who asks from nowhere', { team_id: 'T0PIZZA' }, null, 'refused'],
  ])('%s', async (_who, user, teamId, type) => {
    expect(await knowing(user).standing(teamId)).toMatchObject({ type });
  });

  test('two missing organisations are not the same organisation', async () => {
    const { standing } = knowing({ team_id: 'T0X', enterprise_user: {} }, { ...home, enterprise_id: null });

    expect(await standing()).toMatchObject({ type: 'refused' });
  });
});

test('people are cached for five minutes, the installation for good', async () => {
  const { standing, asked, later } = knowing({ team_id: 'T0PIZZA' });
  await standing();
  later(5 * minute - 1);
  await standing();
  expect(asked).toEqual(['auth.test', 'U0ALICE']);

  later(1);
  await standing();

  expect(asked).toEqual(['auth.test', 'U0ALICE', 'U0ALICE']);
});

test('an unreadable response gives no access, and is not cached', async () => {
  const { standing, lines } = knowing({ team_id: 'T0PIZZA', is_restricted: 'perhaps' });

  expect(await standing()).toMatchObject({ type: 'refused', refusal: expect.stringContaining('try again') });
  expect(lines).toHaveLength(1);
});

test.each([
  [home, { channelId: 'C0PIZZA', ts: '1.5' }, 'https://pizza.slack.com/archives/C0PIZZA/p15'],
  [home, { channelId: 'C0PIZZA', ts: null }, null],
  [{ team_id: 'T0PIZZA' }, { channelId: 'C0PIZZA', ts: '1.5' }, null],
  [{}, { channelId: 'C0PIZZA', ts: '1.5' }, null],
])('in %j the card %j is at %j', async (installation, copy, url) => {
  expect(await knowing({}, installation).workspace.cardUrl(copy)).toBe(url);
});
