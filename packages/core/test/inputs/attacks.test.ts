import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { asked, field, startRefunds, stateOf } from './refunds.js';

const text = (answer: unknown) => JSON.stringify(answer);

describe('an edit that must not be decided on', () => {
  test('is refused where its rules are not those on the card', async () => {
    // the process that answers defines the kind anew: what is edited there would be decided by other people
    const { world, define, ask, open, submission, happened } = await startRefunds();
    const approval = await ask();
    const form = await open(approval);
    const other = world.again();
    define(other, { approvers: [user('U0MANAGER')] });
    const values = { [field.amount]: { a: { type: 'number_input', value: '400' } } };

    const sent = await other.handleVerified(submission({ ...stateOf(form), ...values }));

    expect(sent.body).toContain('other rules decide');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], payload: asked });
    expect(await happened(approval.id)).toEqual(['asked']);
  });

  test('is refused under its field where the schema does not take it', async () => {
    const { world, ask, open, submit } = await startRefunds();
    const approval = await ask();
    await open(approval);

    const { answer } = await submit({ [field.amount]: '450' });

    expect(answer).toEqual({
      response_action: 'errors',
      errors: { [field.amount]: 'At most 400 without a manager.' },
    });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each([
    [field.amount, '1,5', 'a number such as 1.5'],
    [field.amount, '501', 'at most 500'],
    [field.amount, null, 'a number such as 1.5'],
    [field.note, 'x'.repeat(41), 'at most 40 characters'],
    [field.note, 'a\nb', 'in one line'],
    [field.method, 'gold', 'one of the options'],
    [field.day, '22.11.2026', 'a date such as 2026-11-22'],
    [field.day, '2026-02-30', 'a date such as 2026-11-22'],
  ])('is refused under its field: %s as %j', async (name, value, why) => {
    const { world, ask, open, submit } = await startRefunds();
    const approval = await ask();
    await open(approval);

    const { answer } = await submit({ [name]: value });

    expect(answer).toEqual({ response_action: 'errors', errors: { [name]: expect.stringContaining(why) } });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('of a property that is no input changes nothing', async () => {
    const { ask, open, submission, formOf, decisions, world } = await startRefunds();
    const approval = await ask();
    await open(approval);
    const forged = { type: 'plain_text_input', value: '666' };
    const values = {
      ...stateOf(formOf()),
      order: { order: forged },
      edit_5: { edit_5: forged },
      'edit_-1': { edit: forged },
      [JSON.parse('"__proto__"')]: { edit: forged },
    };

    const sent = await world.approvals.handleVerified(submission(values));
    await world.work();

    expect(sent.body).toBe('');
    expect(decisions).toMatchObject([{ payload: asked, original: null, revision: 1 }]);
  });

  test('in a form that was open while the payload was amended is refused', async () => {
    const { world, refunds, ask, open, submit } = await startRefunds();
    const approval = await ask();
    await open(approval);
    await refunds.amend({ id: approval.id }, { ...asked, order: '4712' }, { by: 'shop' });

    const { answer } = await submit({ [field.amount]: '80' });

    expect(text(answer)).toContain('changed after you saw it');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], payload: { amount: 100 } });
  });

  test('in a form that was open while somebody else decided is refused', async () => {
    const { world, ask, open, submit } = await startRefunds();
    const approval = await ask();
    await open(approval);
    await world.approvals.vote(approval.id, {
      by: user('U0BOB'),
      answer: 'reject',
      digest: approval.digest,
      via: 'test',
    });

    const { answer } = await submit({ [field.amount]: '80' });

    expect(text(answer)).toContain('already rejected');
    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected', payload: asked });
  });

  test.each([
    ['a value that fits', '80'],
    ['a value that does not', '1,5'],
    ['a value that the schema refuses', '450'],
  ])('by a person who may not approve is refused as their vote is: %s', async (_, amount) => {
    const { world, ask, open, formOf, submit } = await startRefunds();
    const approval = await ask();
    await open(approval);
    expect((await click(world, approval, 'U0CAROL', 'approve')).status).toBe(200);
    expect(world.slack.views('U0CAROL')).toEqual([]);

    // with the form of somebody else
    const { answer } = await submit({ [field.amount]: amount }, 'U0CAROL', formOf());

    expect(text(answer)).toContain('not one of the approvers');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('by the person who asked is refused', async () => {
    const { world, refunds, open, submit, formOf } = await startRefunds();
    const { approval } = await refunds.ask(asked, { requester: user('U0ALICE') });
    await world.work();
    await world.approvals.flush();
    await open(await world.get(approval.id), 'U0BOB');

    const { answer } = await submit({ [field.amount]: '80' }, 'U0ALICE', formOf('U0BOB'));

    expect(text(answer)).toContain('You asked for this yourself');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });
});

describe('a process that does not define the kind', () => {
  test('says in the form that changes cannot be checked, and decides nothing', async () => {
    const { world, ask, open, submission, formOf } = await startRefunds();
    const approval = await ask();
    await open(approval);
    const values = { ...stateOf(formOf()), [field.amount]: { a: { type: 'number_input', value: '80' } } };

    const sent = await world.again().handleVerified(submission(values));

    expect(sent.body).toContain('cannot be checked just now');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('takes an unchanged form as an approval', async () => {
    const { world, ask, open, submission, formOf } = await startRefunds();
    const approval = await ask();
    await open(approval);

    const sent = await world.again().handleVerified(submission(stateOf(formOf())));

    expect(sent).toMatchObject({ status: 200, body: '' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', revision: 1 });
  });
});

describe('names that every object has', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const payload: Readonly<Record<string, string>> = Object.fromEntries(names.map((name) => [name, 'before']));
  const textInputs = Object.fromEntries(names.map((name) => [name, { type: 'text', label: name } as const]));

  test('are properties like all others', async () => {
    const { world, open, submit } = await startRefunds();
    const decided: unknown[] = [];
    const kind = world.approvals.define<Readonly<Record<string, string>>>('names', {
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      inputs: textInputs,
      onDecision: (decision) => void decided.push(decision.payload, decision.original?.payload),
    });
    const { approval } = await kind.ask(payload, { requester: 'shop' });
    await world.work();
    await open(await world.get(approval.id));

    await submit({ edit_0: 'after', edit_1: 'after', edit_2: 'after' });
    await world.work();

    expect(decided.map((one) => JSON.stringify(one))).toEqual([
      '{"__proto__":"after","constructor":"after","toString":"after"}',
      '{"__proto__":"before","constructor":"before","toString":"before"}',
    ]);
    expect({}).not.toHaveProperty('after');
  });

  test.each(names)('are no inputs where the kind names none of them: %s', async (name) => {
    const { world, ask } = await startRefunds();
    const { id, digest } = await ask();
    const edit = JSON.parse(`{ ${JSON.stringify(name)}: "x" }`);

    const result = await world.approvals.vote(id, {
      by: user('U0ALICE'),
      answer: 'approve',
      digest,
      via: 'test',
      edit,
    });

    expect(result).toMatchObject({ ok: false, code: 'invalid_edit' });
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });
});
