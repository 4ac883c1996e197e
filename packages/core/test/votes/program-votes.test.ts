import { anyone, type ProgramVote, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { cardIn } from '../world/people.js';
import { createWorld } from '../world/world.js';

const ballot = { by: user('U0ALICE'), answer: 'approve', via: 'cli' } as const;

describe('a vote that came another way than by Slack', () => {
  test('counts under the same rules, and says how it came', async () => {
    const world = await createWorld();
    const { id, digest } = await world.ask();

    const answer = await world.approvals.vote(id, { ...ballot, digest });
    await world.work();

    expect(answer).toMatchObject({
      ok: true,
      approval: { status: 'approved', votes: [{ by: { userId: 'U0ALICE' }, checked: true }] },
    });
    expect(cardIn(world).text).toContain('Approved by <@U0ALICE>');
    const voted = (await world.approvals.history(id)).find(({ event }) => event['type'] === 'voted');
    expect(voted?.event).toMatchObject({ vote: { via: 'cli' } });
  });

  test('is checked like every other, where facts are lacking', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const { id, digest } = await world.ask();

    const answer = await world.approvals.vote(id, { ...ballot, digest });
    await world.work();

    expect(answer).toMatchObject({ ok: true, approval: { status: 'pending', votes: [{ checked: false }] } });
    expect(await world.get(id)).toMatchObject({ status: 'approved', votes: [{ checked: true }] });
  });

  test('does not count for a bot or a guest either', async () => {
    const world = await createWorld({ kind: { approvers: [anyone()] } });
    const { id, digest } = await world.ask();
    for (const userId of ['U0GUEST', 'U0ROBOT']) {
      await world.approvals.vote(id, { ...ballot, by: user(userId), digest });
      await world.work();
    }

    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('does not count for somebody of another workspace, whose home only Slack can tell', async () => {
    const record = { guest: false, bot: false, deleted: false, teamId: 'T0OTHER', enterpriseId: null };
    const person = async () => ({ type: 'ok', value: record }) as const;
    const world = await createWorld({
      access: { transport: agreeableTransport({ person }) },
      kind: { approvers: [anyone()] },
    });
    const { id, digest } = await world.ask();

    await world.approvals.vote(id, { ...ballot, digest });
    await world.work();

    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each<[string, Partial<ProgramVote>, string]>([
    ['of another digest', { digest: `sha256:${'0'.repeat(64)}` }, 'revision_changed'],
    ['without the reason it takes', { answer: 'reject' }, 'reason_required'],
    ['by somebody else', { by: user('U0STRANGER') }, 'not_an_approver'],
  ])('%s is refused', async (_, change, code) => {
    const world = await createWorld({ kind: { reason: { reject: 'required' } } });
    const { id, digest } = await world.ask();

    const answer = await world.approvals.vote(id, { ...ballot, digest, ...change });

    expect(answer).toMatchObject({ ok: false, code });
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each<[string, object]>([
    ['an answer that is none', { answer: 'approved' }],
    ['no answer', { answer: undefined }],
    ['a name for a person', { by: 'U0ALICE' }],
    ['nobody', { by: undefined }],
  ])('with %s throws, and counts for nothing', async (_, change) => {
    const world = await createWorld();
    const { id, digest } = await world.ask();

    const voting = world.approvals.vote(id, { ...ballot, digest, ...change } as ProgramVote);

    await expect(voting).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('for nothing that is there is refused', async () => {
    const world = await createWorld();

    const answer = await world.approvals.vote(`a${'b'.repeat(25)}`, { ...ballot, digest: 'sha256:x' });

    expect(answer).toMatchObject({ code: 'not_found' });
  });
});

test('a report of a state that is none throws, and is shown nowhere', async () => {
  const world = await createWorld({ kind: { steps: ['baked'] } });
  const { id, digest } = await world.ask();
  await world.approvals.vote(id, { ...ballot, digest });

  const reporting = world.approvals.reportProgress(id, { step: 'baked', state: 'burnt' as never });

  await expect(reporting).rejects.toMatchObject({ code: 'invalid_argument' });
  expect((await world.get(id)).progress).toMatchObject([{ step: 'baked', state: 'pending' }]);
});
