import { digestOf, user, verifyHistory } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn } from '../world/people.js';
import { day, present } from '../world/world.js';
import { asked, field, inputs, onCall, type Refund, startRefunds } from './refunds.js';

async function edited() {
  const started = await startRefunds();
  const approval = await started.ask();
  await started.open(approval);
  await started.submit({ [field.amount]: '80', [field.method]: 'cash', [field.notify]: 'true' });
  await started.world.work();
  return { ...started, approval, decision: present(started.decisions[0]) };
}

describe('a decision on an edited payload', () => {
  test('proves itself: its digest is that of what it carries, and its history is whole', async () => {
    const { world, approval, decision } = await edited();

    expect(digestOf(decision)).toBe(decision.digest);
    const history = await world.approvals.history(approval.id);
    expect(verifyHistory(history, { head: decision.historyHead })).toEqual({
      whole: true,
      firstBadSeq: null,
      containsHead: true,
    });
    const events = history.map(({ event }) => event);
    expect(events.find(({ type }) => type === 'edited')).toMatchObject({
      by: { userId: 'U0ALICE' },
      revision: { number: 2, digest: decision.digest },
    });
  });

  test('has salts of its own: neither digest gives away the other', async () => {
    const { world, approval } = await edited();
    const { parts } = JSON.parse((await world.row(approval.id)).body);
    const salts = Object.values<{ salt: string }>(parts.values).map(({ salt }) => salt);

    expect(new Set(salts).size).toBe(salts.length);
  });

  test('is approved by the person who edited it: an edit is no amendment', async () => {
    const { decision, cardText } = await edited();

    expect(decision).toMatchObject({ decidedBy: [{ userId: 'U0ALICE' }], outcome: 'approved' });
    expect(cardText()).not.toContain('Changed by');
  });

  test('says on the card what was changed, by the words that the form has', async () => {
    const { cardText, world } = await edited();

    for (const line of ['Amount: 100 → 80', 'Paid by: Credit card → Cash', 'Tell the customer: No → Yes'])
      expect(cardText()).toContain(line);
    expect(cardText()).not.toContain('Note: ');
    expect(cardIn(world).text).toContain('Edited by <@U0ALICE>: Amount: 100 → 80; Paid by');
  });

  test('reaches a receiver with what was asked, in the same bytes at each attempt', async () => {
    const bodies: string[] = [];
    const { ask, open, submit, world } = await startRefunds({
      onDecision: {
        async deliver({ body }) {
          bodies.push(body);
          return bodies.length < 2 ? { type: 'retry', afterMs: null, reason: 'status 503' } : { type: 'delivered' };
        },
      },
    });
    await open(await ask());
    await submit({ [field.amount]: '80' });
    await world.work();
    world.clock.advance(day / 24);
    await world.work();

    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
    expect(JSON.parse(present(bodies[0])).data).toMatchObject({
      payload: { amount: 80 },
      original: { revision: 1, payload: asked },
    });
  });

  test('is erased with what was asked', async () => {
    const { world, approval } = await edited();

    await world.approvals.erase(approval.id);

    expect((await world.row(approval.id)).body).not.toContain('4711');
    expect((await world.get(approval.id)).decision).toMatchObject({
      payload: null,
      original: { revision: 1, digest: approval.digest, payload: null },
    });
  });
});

describe('a form that was submitted as it stood', () => {
  test.each([
    ['nothing touched', {}],
    ['a number in another form', { [field.amount]: '100.00' }],
    ['spaces around a text', { [field.note]: ' cold pizza ' }],
  ])('is no edit: %s', async (_, values) => {
    const { ask, open, submit, decisions, world, happened } = await startRefunds();
    const approval = await ask();
    await open(approval);

    await submit(values);
    await world.work();

    expect(decisions).toMatchObject([{ revision: 1, digest: approval.digest, payload: asked, original: null }]);
    expect(await happened(approval.id)).toEqual(['asked', 'voted', 'decided', 'delivered']);
  });

  test('keeps what Slack does not show of a text', async () => {
    const note = 'co\u200bld \u2066pizza\u2069';
    const { ask, open, submit, decisions, world } = await startRefunds();
    await open(await ask({ ...asked, note }));

    await submit({});
    await world.work();

    expect(decisions).toMatchObject([{ payload: { note }, original: null }]);
  });

  test('that comes again closes the form, and is one vote', async () => {
    const { ask, open, submit, decisions, world, formOf } = await startRefunds();
    await open(await ask());
    const form = formOf();

    const first = await submit({ [field.amount]: '80' }, 'U0ALICE', form);
    const again = await submit({ [field.amount]: '80' }, 'U0ALICE', form);
    await world.work();

    expect([first, again]).toEqual([
      { status: 200, answer: null },
      { status: 200, answer: null },
    ]);
    expect(decisions).toHaveLength(1);
  });
});

describe('a vote of a program', () => {
  const by = user('U0ALICE');

  test('brings an edit by the names of the inputs', async () => {
    const { ask, decisions, world } = await startRefunds();
    const { id, digest } = await ask();

    const edit = { amount: 80, notify: true };
    const result = await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'cli', edit });
    await world.work();

    expect(result).toMatchObject({ ok: true, approval: { status: 'approved', revision: 2 } });
    expect(decisions).toMatchObject([{ payload: { ...asked, ...edit }, original: { digest } }]);
  });

  test('without an edit approves what was asked', async () => {
    const { ask, decisions, world } = await startRefunds();
    const { id, digest } = await ask();

    await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'cli' });
    await world.work();

    expect(decisions).toMatchObject([{ payload: asked, original: null }]);
  });

  test.each([
    ['a value that does not fit', { amount: '80' }, 'invalid_edit', 'amount: Please write a number'],
    ['a value that the schema refuses', { amount: 450 }, 'invalid_edit', 'amount: At most 400'],
    ['what is no input', { order: '4712' }, 'invalid_edit', 'order: This cannot be edited.'],
    ['something too large', { note: 'x'.repeat(41) }, 'invalid_edit', 'note: Please write at most 40'],
  ])('is refused with %s', async (_, edit, code, explanation) => {
    const { ask, world } = await startRefunds();
    const { id, digest } = await ask();

    const result = await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'cli', edit });

    expect(result).toMatchObject({ ok: false, code, explanation: expect.stringContaining(explanation) });
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each([
    ['a rejection', { answer: 'reject', edit: { amount: 80 } }],
    ['a text', { answer: 'approve', edit: 'amount' }],
  ])('throws for an edit with %s', async (_, change) => {
    const { ask, world } = await startRefunds();
    const { id, digest } = await ask();

    // as: as a program without a compiler could give it
    await expect(world.approvals.vote(id, { by, digest, via: 'cli', ...change } as never)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  test('is refused where its revision is not the newest', async () => {
    const { ask, refunds, world } = await startRefunds();
    const { id, digest } = await ask();
    await refunds.amend({ id }, { ...asked, order: '4712' }, { by: 'shop' });

    const edit = { amount: 80 };
    const result = await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'cli', edit });

    expect(result).toMatchObject({ ok: false, code: 'revision_changed' });
  });

  test('is refused for an id that names nothing', async () => {
    const { ask, world } = await startRefunds();
    const { digest } = await ask();

    const vote = { by, answer: 'approve', digest, via: 'cli', edit: { amount: 80 } } as const;

    expect(await world.approvals.vote('unknown', vote)).toMatchObject({ ok: false, code: 'not_found' });
  });
});

describe('a guarded function', () => {
  async function guarded() {
    const { world, open, submit } = await startRefunds();
    const ran: unknown[] = [];
    const pay = world.approvals.guard(
      'pay',
      { channel: 'C0PIZZA', approvers: [user('U0ALICE')], inputs: { amount: inputs.amount } },
      async (payload: { readonly amount: number }, { decision }) => {
        ran.push(payload, decision.original?.payload);
        return payload.amount;
      },
    );
    return { world, open, submit, ran, pay };
  }

  test('runs with the edited payload, and the same call gets its result again', async () => {
    const { world, open, submit, ran, pay } = await guarded();
    const call = () => pay({ amount: 100 }, { key: '4711', requester: 'shop' });
    const paid = call();
    await expect.poll(async () => (await world.approvals.list({ status: 'pending' })).approvals.length).toBe(1);
    await world.work();
    const [approval] = (await world.approvals.list({ status: 'pending' })).approvals;
    await open(present(approval));
    await submit({ edit_0: '80' });
    await world.work();

    expect(await paid).toBe(80);
    expect(await call()).toBe(80);
    expect(ran).toEqual([{ amount: 80 }, { amount: 100 }]);
    await expect(pay({ amount: 80 }, { key: '4711', requester: 'shop' })).rejects.toMatchObject({
      code: 'key_changed',
    });
  });

  test('asked again under its key is not changed by the edit', async () => {
    const { world, refunds, open, submit } = await startRefunds();
    const first = await refunds.ask(asked, { key: 'k', requester: 'shop' });
    await world.work();
    await open(await world.get(first.approval.id));
    await submit({ [field.amount]: '80' });
    await world.work();

    expect(await refunds.ask(asked, { key: 'k', requester: 'shop' })).toMatchObject({ created: false, changed: false });
  });
});

describe('an edit that is too large is refused, and nothing is decided', () => {
  const large = 'o'.repeat(29_700);
  const inputs = { note: { type: 'text', label: 'Note' } } as const;
  const brief = () => ({ title: 'Refund?' });

  test.each([
    ['as a payload', 'x'.repeat(3_000), brief],
    ['on the card', '\u4e00'.repeat(2_900), ({ note }: Refund) => ({ title: 'Refund?', text: note })],
  ])('%s', async (_, note, card) => {
    const { world, ask, open, submit } = await startRefunds({ card, inputs });
    const approval = await ask(card === brief ? { ...asked, order: large } : asked);
    await open(approval);

    const { answer } = await submit({ edit_0: note });

    expect(JSON.stringify(answer)).toContain('too large');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('for the record, which holds what was asked before as well', async () => {
    const { world, refunds, ask, open, submit } = await startRefunds({ ...onCall, card: brief, inputs });
    const { id } = await ask({ ...asked, order: large });
    for (const note of ['a', 'b', 'c', 'd', 'e'])
      expect(await refunds.amend({ id }, { ...asked, note, order: large }, { by: 'shop' })).toMatchObject({ ok: true });
    await world.work();
    await open(await world.get(id));
    world.context = { waitUntil: null };

    const { answer } = await submit({ edit_0: 'f' });

    expect(JSON.stringify(answer)).toContain('too large');
    expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });
});

test('a card with long edits stays within what Slack takes', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `line${index}`);
  const { world, open, submit, cardText } = await startRefunds();
  const kind = world.approvals.define<Readonly<Record<string, string>>>('long', {
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    card: (payload) => ({ title: 'Order?', text: JSON.stringify(payload).slice(0, 6_000) }),
    inputs: Object.fromEntries(names.map((name) => [name, { type: 'text', label: name.repeat(40) } as const])),
  });
  const payload = Object.fromEntries(names.map((name) => [name, 'a'.repeat(700)]));
  const { approval } = await kind.ask(payload, { requester: 'shop' });
  await world.work();
  await open(await world.get(approval.id));

  await submit(Object.fromEntries(names.map((_, index) => [`edit_${index}`, 'b'.repeat(700)])));
  await world.work();

  expect(await world.get(approval.id)).toMatchObject({ status: 'approved', revision: 2 });
  expect(cardText()).toContain('and 15 more');
  expect(cardText().length).toBeLessThanOrEqual(12_000);
});
