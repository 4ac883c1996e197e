import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click, toldTo } from '../world/people.js';
import { buttonValue, clickPayload, formOf, sendClick, signed } from '../world/signed.js';
import { createWorld, present } from '../world/world.js';

const two = { quorum: { approve: 2, reject: 2 }, reason: { reject: 'none' } } as const;
const done = { status: 200, headers: {}, body: '' };

async function asked(kind: NonNullable<Parameters<typeof createWorld>[0]>['kind'] = two) {
  const world = await createWorld({ kind });
  const approval = await world.ask();
  const answers = async () => (await world.get(approval.id)).votes.map(({ by, answer }) => `${by.userId} ${answer}`);
  const happened = async () => (await world.approvals.history(approval.id)).map(({ event }) => event['type']);
  return { world, approval, answers, happened };
}

describe('a person who changes their vote', () => {
  test('has one vote, the newer one, and sees it on the card alone', async () => {
    const { world, approval, answers, happened } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    expect(JSON.stringify(cardIn(world).blocks)).toContain('1 of 2 approvals');

    const sent = await click(world, approval, 'U0ALICE', 'reject');
    await world.work();

    expect(sent.status).toBe(200);
    expect(toldTo(world, 'U0ALICE')).toBeNull();
    expect(await answers()).toEqual(['U0ALICE reject']);
    expect(await happened()).toEqual(['asked', 'voted', 'voted']);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('0 of 2 approvals');
  });

  test('decides by it: the older one is in no delivery', async () => {
    const { world, approval, answers } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    await click(world, approval, 'U0ALICE', 'reject');

    await click(world, approval, 'U0BOB', 'approve');
    expect((await world.get(approval.id)).status).toBe('pending');
    await click(world, approval, 'U0CAROL', 'approve');

    expect((await world.get(approval.id)).decision).toMatchObject({
      outcome: 'approved',
      decidedBy: [{ userId: 'U0BOB' }, { userId: 'U0CAROL' }],
    });
    expect(await answers()).toEqual(['U0ALICE reject', 'U0BOB approve', 'U0CAROL approve']);
  });

  test('tells the listeners of both', async () => {
    const { world, approval } = await asked();
    const heard: string[] = [];
    world.approvals.on('voted', ({ by, answer }) => void heard.push(`${by.userId} ${answer}`));

    await click(world, approval, 'U0ALICE', 'approve');
    await click(world, approval, 'U0ALICE', 'reject');

    expect(heard).toEqual(['U0ALICE approve', 'U0ALICE reject']);
  });

  test('changes it by a program as well', async () => {
    const { world, approval, answers } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    const vote = {
      by: { type: 'user', id: 'U0ALICE' },
      answer: 'reject',
      digest: approval.digest,
      via: 'cli',
    } as const;

    expect(await world.approvals.vote(approval.id, vote)).toMatchObject({ ok: true });

    expect(await answers()).toEqual(['U0ALICE reject']);
  });

  test('may do so five times', async () => {
    const { world, approval, answers, happened } = await asked();
    const answersInTurn = ['approve', 'reject', 'approve', 'reject', 'approve', 'reject'] as const;
    for (const answer of answersInTurn) await click(world, approval, 'U0ALICE', answer);
    await world.work();
    const before = await world.row(approval.id);

    await click(world, approval, 'U0ALICE', 'approve');

    expect(toldTo(world, 'U0ALICE')).toBe("You have changed your answer 5 times. It can't be changed any more.");
    expect(await answers()).toEqual(['U0ALICE reject']);
    expect(await happened()).toEqual(['asked', ...answersInTurn.map(() => 'voted')]);
    expect(await world.row(approval.id)).toEqual(before);
  });

  test('finds the form for a reason, and their older vote until it is submitted', async () => {
    const { world, approval, answers } = await asked({ ...two, reason: { reject: 'required' } });
    await click(world, approval, 'U0ALICE', 'approve');

    await click(world, approval, 'U0ALICE', 'reject');
    expect(await answers()).toEqual(['U0ALICE approve']);
    const viewId = present(world.slack.views('U0ALICE')[0]).id;
    await world.slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'too cold' } });

    expect((await world.get(approval.id)).votes).toMatchObject([{ answer: 'reject', reason: 'too cold' }]);
  });
});

describe('the same button again, where a form asks for a reason', () => {
  const asks = { ...two, reason: { approve: 'optional', reject: 'required' } } as const;
  async function rejected(reason: string) {
    const all = await asked(asks);
    const { world, approval } = all;
    const form = () => present(world.slack.views('U0ALICE').at(-1));
    const submit = (values: Record<string, string>) =>
      world.slack.submit({ userId: 'U0ALICE', viewId: form().id, values });
    const press = () => click(world, approval, 'U0ALICE', 'reject');
    const reasons = async () => (await world.get(approval.id)).votes.map((vote) => vote.reason);
    await press();
    await submit({ reason });
    return { ...all, form, submit, press, reasons };
  }

  test('opens the form with the reason that was given', async () => {
    const { press, form } = await rejected('too cold');

    await press();

    expect(form()).toMatchObject({ title: 'Reject' });
    expect(form().blocks.at(-1)).toMatchObject({ element: { initial_value: 'too cold' } });
  });

  test('is a change if the reason is another', async () => {
    const { press, submit, form, reasons, answers, happened, world } = await rejected('too cold');
    await press();

    await submit({ reason: 'too small' });

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(await reasons()).toEqual(['too small']);
    expect(await answers()).toEqual(['U0ALICE reject']);
    expect(await happened()).toEqual(['asked', 'voted', 'voted']);
    await press();
    expect(form().blocks.at(-1)).toMatchObject({ element: { initial_value: 'too small' } });
  });

  test('changes nothing if the reason is the same, and says that the answer is in', async () => {
    const { press, submit, form, world, approval } = await rejected('too cold');
    await world.work();
    const before = await world.row(approval.id);
    await press();

    await submit({ reason: ' too cold ' });

    expect(JSON.stringify(form().blocks)).toContain('Your answer is in.');
    expect(await world.row(approval.id)).toEqual(before);
  });

  test('is told in place of a form once the person has changed five times', async () => {
    const { press, submit, reasons, world } = await rejected('reason 0');
    for (let count = 1; count <= 5; count += 1) {
      await press();
      await submit({ reason: `reason ${count}` });
    }

    await press();

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(toldTo(world, 'U0ALICE')).toContain('You have changed your answer 5 times');
    expect(await reasons()).toEqual(['reason 5']);
  });

  test('the form of the other answer has no reason in it', async () => {
    const { form, world, approval } = await rejected('too cold');

    await click(world, approval, 'U0ALICE', 'approve');

    expect(form()).toMatchObject({ title: 'Approve' });
    expect(JSON.stringify(form().blocks)).not.toContain('too cold');
  });

  test('a program that gives the same reason again changes nothing', async () => {
    const { world, approval } = await rejected('too cold');
    const vote = { by: user('U0ALICE'), answer: 'reject', digest: approval.digest, via: 'cli' } as const;

    const same = await world.approvals.vote(approval.id, { ...vote, reason: 'too cold' });
    const another = await world.approvals.vote(approval.id, { ...vote, reason: 'too small' });

    expect(same).toMatchObject({ ok: false, code: 'already_voted' });
    expect(another).toMatchObject({ ok: true });
  });
});

describe('signed bytes that come again after a change', () => {
  test.each([
    ['the click that was changed', 'approve', '1767261700.000100'],
    ['one that was made before it and was never received', 'approve', '1767261700.000050'],
  ] as const)('%s does not change it back', async (_, action, actionTs) => {
    const { world, approval, answers } = await asked();
    const value = buttonValue(approval);
    await sendClick(world, approval, { value, actionTs: '1767261700.000100' });
    await sendClick(world, approval, { value, actionTs: '1767261700.000200', action: 'approval:default:reject' });

    const answer = await sendClick(world, approval, { value, actionTs, action: `approval:default:${action}` });

    expect(answer).toEqual(done);
    expect(await answers()).toEqual(['U0ALICE reject']);
  });

  test('twenty at once are one change', async () => {
    const { world, approval, answers, happened } = await asked();
    const value = buttonValue(approval);
    await sendClick(world, approval, { value, actionTs: '1767261700.000100' });
    const change = { value, actionTs: '1767261700.000200', action: 'approval:default:reject' };
    const request = await signed(world, formOf(clickPayload(world, approval, change)));

    const responses = await Promise.all(Array.from({ length: 20 }, () => world.approvals.handleRaw(request)));

    expect(responses).toEqual(Array(20).fill(done));
    expect(await answers()).toEqual(['U0ALICE reject']);
    expect(await happened()).toEqual(['asked', 'voted', 'voted']);
  });

  test('a form that was opened before a newer answer changes nothing, and says so', async () => {
    const { world, approval, answers } = await asked({ ...two, reason: { reject: 'optional' } });
    await click(world, approval, 'U0ALICE', 'reject');
    const viewId = present(world.slack.views('U0ALICE')[0]).id;
    await click(world, approval, 'U0ALICE', 'approve');

    await world.slack.submit({ userId: 'U0ALICE', viewId, values: {} });

    expect(await answers()).toEqual(['U0ALICE approve']);
    expect(JSON.stringify(world.slack.views('U0ALICE')[0]?.blocks)).toContain('your newer answer stands');
  });
});
