import { type Choice, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, toldTo } from '../world/people.js';
import { buttonValue, sendClick, typeCommand } from '../world/signed.js';
import { createWorld, present, type WorldOptions } from '../world/world.js';

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve', style: 'primary', confirm: 'The oven starts at once.' },
  { id: 'later', label: 'Order for the next shift', answer: 'approve', reason: 'required', confirm: 'It may be cold.' },
  { id: 'no', label: 'No', answer: 'reject', reason: 'none', style: 'danger' },
];
const done = { status: 200, headers: {}, body: '' };
const prefix = 'approval:default';

async function asked(kind: WorldOptions['kind'] = {}, bodies: unknown[] = []) {
  const onDecision = async (decision: unknown) => void bodies.push(decision);
  const world = await createWorld({ kind: { choices, onDecision, ...kind } });
  const approval = await world.ask();
  const press = async (userId: string, action: string) =>
    await world.slack.click({
      userId,
      channelId: 'C0PIZZA',
      ts: present(present(approval.copies[0]).ts),
      actionId: `${prefix}:${action}`,
    });
  const submit = async (userId: string, reason?: string) => {
    const viewId = present(world.slack.views(userId).at(-1)).id;
    return await world.slack.submit({ userId, viewId, values: reason === undefined ? {} : { reason } });
  };
  const stored = async () => await world.get(approval.id);
  return { world, approval, press, submit, stored };
}

interface Button {
  readonly action_id: string;
  readonly text: { readonly text: string };
  readonly style?: string;
  readonly value: string;
  readonly confirm?: Readonly<Record<'title' | 'text' | 'confirm', { readonly text: string }>>;
}

function buttonsOf(blocks: unknown): readonly Button[] {
  // as: what our own blocks hold
  const all = blocks as readonly { readonly type: string; readonly elements: readonly Button[] }[];
  return all.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements);
}

describe('a card with choices', () => {
  test('has a button for each, whose id names the choice and whose value is that of every button', async () => {
    const { world, approval } = await asked();

    const buttons = buttonsOf(cardIn(world).blocks);
    expect(buttons.map(({ action_id, text, style }) => [action_id, text.text, style])).toEqual([
      [`${prefix}:approve:now`, 'Order now', 'primary'],
      [`${prefix}:approve:later`, 'Order for the next shift', undefined],
      [`${prefix}:reject:no`, 'No', 'danger'],
      [`${prefix}:details`, 'Details', undefined],
    ]);
    expect(new Set(buttons.map(({ value }) => value))).toEqual(new Set([buttonValue(approval)]));
    expect(buttons[0]?.confirm).toMatchObject({
      title: { text: 'Order now' },
      text: { text: 'Order pizza?\nThe oven starts at once.' },
      confirm: { text: 'Order now' },
    });
    // its form asks for confirmation itself
    expect(buttons[1]).not.toHaveProperty('confirm');
    expect(buttons[2]?.confirm?.text.text).toBe('Order pizza?\nNothing will be carried out.');
  });

  test('is decided by a click on one: card, decision, vote, history and delivery say which', async () => {
    const bodies: unknown[] = [];
    const { world, press, stored, approval } = await asked({}, bodies);

    expect((await press('U0ALICE', 'approve:now')).status).toBe(200);
    await world.work();

    expect(await stored()).toMatchObject({
      status: 'approved',
      decision: {
        outcome: 'approved',
        choice: 'now',
        decidedBy: [{ userId: 'U0ALICE' }],
        seen: { policy: { choices } },
      },
      votes: [{ answer: 'approve', choice: 'now' }],
    });
    expect(bodies).toMatchObject([{ choice: 'now' }]);
    const events = (await world.approvals.history(approval.id)).map(({ event }) => event);
    expect(events).toMatchObject([
      { type: 'asked', policy: { choices } },
      { type: 'voted', vote: { choice: 'now' } },
      { type: 'decided', choice: 'now' },
      { type: 'delivered' },
    ]);
    const { text, blocks } = cardIn(world);
    expect(text).toContain('\nApproved: Order now, by <@U0ALICE>, ');
    expect(JSON.stringify(blocks)).toContain('Approved: Order now');
  });

  test('opens the form of a choice that wants a reason; title, field and words are its own', async () => {
    const { world, press, submit, stored } = await asked();

    await press('U0ALICE', 'approve:later');
    const view = present(world.slack.views('U0ALICE').at(-1));
    expect(view).toMatchObject({ title: 'Order for the next shift' });
    expect(JSON.stringify(view.blocks)).toContain('It may be cold.');
    expect(JSON.stringify(view.blocks)).toContain('Reason: Order for the next shift');
    await submit('U0ALICE');
    expect((await stored()).status).toBe('pending');
    await submit('U0ALICE', 'the oven is busy');

    expect(await stored()).toMatchObject({
      decision: { choice: 'later', reason: 'the oven is busy' },
      votes: [{ choice: 'later', reason: 'the oven is busy' }],
    });
  });

  test('has no choice in an outcome that nobody voted for, and says the one of who rejected', async () => {
    const { world, press, stored } = await asked({ expiresIn: '1h', onExpiry: 'reject' });
    const other = await world.ask({ size: 'small' });
    await press('U0ALICE', 'reject:no');
    world.clock.advance(3_600_000);
    await world.work();

    expect((await stored()).decision).toMatchObject({ outcome: 'rejected', choice: 'no', reason: null });
    expect((await world.get(other.id)).decision).toMatchObject({ outcome: 'rejected', choice: null });
  });

  test('counts for each choice, and says how far each is', async () => {
    const { world, press, stored } = await asked({ quorum: { approve: 2 }, reason: { approve: 'none' } });
    expect(cardIn(world).text).toContain('0 of 2 approvals');

    await press('U0ALICE', 'approve:now');
    await press('U0BOB', 'approve:later');
    await world.slack.submit({
      ...{ userId: 'U0BOB', viewId: present(world.slack.views('U0BOB').at(-1)).id, values: { reason: 'busy' } },
    });
    await world.work();

    const counted = 'Order now: 1 of 2 approvals; Order for the next shift: 1 of 2 approvals';
    expect(cardIn(world).text).toContain(counted);
    expect(JSON.stringify(cardIn(world).blocks)).toContain(counted);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Still needed');
    expect((await stored()).status).toBe('pending');

    await press('U0CAROL', 'details');
    const details = JSON.stringify(present(world.slack.views('U0CAROL').at(-1)).blocks);
    expect(details).toContain('approved: Order for the next shift, ');
    expect(details).toContain('2 approvals are needed. Approvals are counted for each choice.');

    // a changed choice is a change, and decides
    await press('U0BOB', 'approve:now');
    expect(await stored()).toMatchObject({ status: 'approved', decision: { choice: 'now' } });
  });

  test('the same choice again is a repeat', async () => {
    const { world, press, stored } = await asked({ quorum: { approve: 2 } });
    await press('U0ALICE', 'approve:now');

    await press('U0ALICE', 'approve:now');

    expect(toldTo(world, 'U0ALICE')).toBe('Your answer is in.');
    expect((await stored()).votes).toHaveLength(1);
  });
});

describe('a choice that nobody offers', () => {
  test.each([
    ['approve:nwo'],
    ['approve'],
    ['reject'],
    ['reject:now'],
    ['approve:no'],
    ['approve:elsewhere'],
    ['open_approve_form:nwo'],
    ['open_reject_form'],
    ['reject_without_reason:now'],
  ])('%s, signed and forged, is refused with an answer, and stores nothing', async (action) => {
    const { world, approval } = await asked();
    const before = await world.row(approval.id);

    const value = buttonValue(approval);
    expect(await sendClick(world, approval, { value, action: `${prefix}:${action}` })).toEqual(done);

    expect(toldTo(world, 'U0ALICE')).toBe(
      'This is not one of the answers to choose from. They are: now (Order now), later (Order for the next shift), no (No).',
    );
    expect(await world.row(approval.id)).toEqual(before);
  });

  test('is refused on a card without choices', async () => {
    const { world, approval } = await asked({ choices: undefined } as unknown as WorldOptions['kind']);

    await sendClick(world, approval, { value: buttonValue(approval), action: `${prefix}:approve:now` });

    expect(toldTo(world, 'U0ALICE')).toContain('approve it or reject it');
    expect((await world.get(approval.id)).status).toBe('pending');
  });

  test('one that was offered before an amendment is that of an older revision', async () => {
    const { world, approval, press, stored } = await asked();
    await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });

    await sendClick(world, approval, { value: buttonValue(approval), action: `${prefix}:approve:now` });

    expect(toldTo(world, 'U0ALICE')).toContain('changed after you saw it');
    expect((await stored()).status).toBe('pending');
    await world.work();
    await press('U0ALICE', 'approve:now');
    expect((await stored()).decision).toMatchObject({ choice: 'now', revision: 2 });
  });

  test('two people at once whose choices could each decide: the first write does, the other is told', async () => {
    const { world, press, stored, approval } = await asked({ reason: { approve: 'none' } });
    const value = buttonValue(approval);
    const both = await Promise.all([
      sendClick(world, approval, { value, action: `${prefix}:approve:now` }),
      press('U0BOB', 'reject:no'),
    ]);

    expect(both).toMatchObject([{ status: 200 }, { status: 200 }]);
    const { decision, votes } = await stored();
    expect(votes).toHaveLength(1);
    expect(decision?.choice).toBe(votes[0]?.choice);
    const loser = votes[0]?.by.userId === 'U0ALICE' ? 'U0BOB' : 'U0ALICE';
    expect(toldTo(world, loser)).toMatch(/already (approved|rejected) by/);
  });
});

describe('a form of a choice', () => {
  test('that Slack does not open is offered again, and a rejection without its reason', async () => {
    const soft: readonly Choice[] = [
      { id: 'yes', label: 'Yes', answer: 'approve' },
      { id: 'not-today', label: 'Not today', answer: 'reject', reason: 'optional' },
    ];
    const { world, press, stored } = await asked({ choices: soft });
    world.slack.fail({ method: 'views.open', how: 'status' });

    await press('U0ALICE', 'reject:not-today');

    const offer = present(world.slack.messages('C0PIZZA', { asUser: 'U0ALICE' }).at(-1));
    expect(buttonsOf(offer.blocks).map(({ action_id, text }) => [action_id, text.text])).toEqual([
      [`${prefix}:open_reject_form:not-today`, 'Open the form'],
      [`${prefix}:reject_without_reason:not-today`, 'Not today without a reason'],
    ]);
    await world.slack.click({
      ...{ userId: 'U0ALICE', channelId: 'C0PIZZA', ts: offer.ts },
      actionId: `${prefix}:reject_without_reason:not-today`,
    });
    expect((await stored()).decision).toMatchObject({ choice: 'not-today', reason: null });
  });

  test('in the App Home there is one for each choice, and its answer names the choice', async () => {
    const { world, stored, submit } = await asked({ quorum: { approve: 2 } });
    await world.slack.event({ type: 'app_home_opened', user: 'U0ALICE', tab: 'home', channel: 'D0HOME' });
    const home = present(world.slack.home('U0ALICE'));
    expect(buttonsOf(home.blocks).map(({ action_id }) => action_id.slice(prefix.length + 1))).toEqual([
      ...['choose:list', 'choose:kind', 'select'],
      'open_approve_form:now',
      'open_approve_form:later',
      'open_reject_form:no',
      'details',
      'approve_selected',
    ]);

    await world.slack.click({ userId: 'U0ALICE', viewId: home.id, actionId: `${prefix}:open_approve_form:now` });
    await submit('U0ALICE');

    expect((await stored()).votes).toMatchObject([{ choice: 'now' }]);
    const said = JSON.stringify(present(world.slack.views('U0ALICE').at(-1)).blocks);
    expect(said).toContain('Your answer is in: Order now.');
  });
});

describe('a command', () => {
  test.each([
    ['approve', 'Nothing is decided yet. Say which answer you want to give: approve ID now (Order now), '],
    ['approve', 'approve ID later (Order for the next shift), reject ID no (No).'],
    ['reject', 'then press No.'],
  ])('%s without a choice: %s', async (verb, said) => {
    const { world, approval } = await asked();

    const answer = JSON.stringify(await typeCommand(world, 'U0ALICE', `${verb} ${approval.id}`));

    expect(answer).toContain(said.replaceAll('ID', approval.id));
  });

  test.each([
    ['approve', 'later', 'then press Order for the next shift.'],
    ['Approve', '`NOW`', 'then press Order now.'],
    ['reject', 'no', 'then press No.'],
    ['reject', 'now', 'Say which answer you want to give'],
    ['approve', 'nwo', 'Say which answer you want to give'],
  ])('%s with %s: %s', async (verb, choice, said) => {
    const { world, approval } = await asked();

    const answer = await typeCommand(world, 'U0ALICE', `${verb} ${approval.id} ${choice}`);

    expect(JSON.stringify(answer)).toContain(said);
    expect(JSON.stringify(answer)).toContain(`${prefix}:approve:now`);
    expect((await world.get(approval.id)).votes).toEqual([]);
  });

  test('after the vote it says which answer is in, and another choice can still be named', async () => {
    const { world, approval, press } = await asked({ quorum: { approve: 2 } });
    await press('U0ALICE', 'approve:now');

    const said = async (text: string) => JSON.stringify(await typeCommand(world, 'U0ALICE', text));

    expect(await said(`approve ${approval.id} later`)).toContain('then press Order for the next shift.');
    expect(await said(`reject ${approval.id}`)).toContain('Your answer is in: Order now.');
  });

  test('where there are no choices it takes none', async () => {
    const { world, approval } = await asked({ choices: undefined } as unknown as WorldOptions['kind']);

    const answer = await typeCommand(world, 'U0ALICE', `approve ${approval.id} now`);

    expect(JSON.stringify(answer)).toContain('Give one id, and nothing behind it.');
  });
});

describe('a program', () => {
  const vote = { by: user('U0ALICE'), answer: 'approve', via: 'cli' } as const;

  test('votes for a choice', async () => {
    const { world, approval, stored } = await asked();

    const result = await world.approvals.vote(approval.id, { ...vote, choice: 'now', digest: approval.digest });

    expect(result).toMatchObject({ ok: true, approval: { votes: [{ choice: 'now' }] } });
    expect((await stored()).decision).toMatchObject({ choice: 'now' });
  });

  test.each([
    ['missing', {}],
    ['unknown', { choice: 'nwo' }],
    ['of the other answer', { choice: 'no' }],
  ])('is refused where the choice is %s', async (_, more) => {
    const { world, approval } = await asked();

    const result = await world.approvals.vote(approval.id, { ...vote, ...more, digest: approval.digest });

    expect(result).toMatchObject({ ok: false, code: 'unknown_choice' });
  });

  test('is told that a choice is a text', async () => {
    const { world, approval } = await asked();
    const wrong = { ...vote, digest: approval.digest, choice: 5 as unknown as string };

    await expect(world.approvals.vote(approval.id, wrong)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test('hears whether a person may approve by some choice, and that none rejects', async () => {
    const { world, approval, press } = await asked({ choices: choices.slice(0, 2), quorum: { approve: 2 } });
    const explain = async (answer: 'approve' | 'reject') =>
      await world.approvals.explain(approval.id, { userId: 'U0ALICE', teamId: null, enterpriseId: null }, answer);

    expect(await explain('approve')).toMatchObject({ answer: 'allowed' });
    expect(await explain('reject')).toMatchObject({ answer: 'refused', code: 'unknown_choice' });
    // another choice can still take its place
    await press('U0ALICE', 'approve:now');
    expect(await explain('approve')).toMatchObject({ answer: 'allowed' });
  });

  test('finds what waits for a person', async () => {
    const { world, approval } = await asked();

    const { approvals } = await world.approvals.pendingFor({ userId: 'U0ALICE', teamId: null, enterpriseId: null });

    expect(approvals.map(({ id }) => id)).toEqual([approval.id]);
  });
});

test('a vote for a choice that has to be checked first is counted for it', async () => {
  const { world, press, stored } = await asked({ approvers: [usergroup('S0ONCALL', 1)] });

  await press('U0ALICE', 'approve:now');
  await world.work();

  expect(await stored()).toMatchObject({ status: 'approved', decision: { choice: 'now' }, votes: [{ choice: 'now' }] });
});
