import { describe, expect, test } from 'vitest';
import { present } from '../world/world.js';
import { asked, field, startRefunds } from './refunds.js';

describe('Approve, where the payload can be edited', () => {
  test('opens a form with the present values, and stores nothing yet', async () => {
    const { world, ask, open } = await startRefunds();
    const approval = await ask();
    const before = await world.row(approval.id);

    const form = await open(approval);

    const inputBlocks = form.blocks.filter((block) => block['type'] === 'input');
    expect(inputBlocks.map((block) => block['element'])).toMatchObject([
      { type: 'number_input', initial_value: '100', min_value: '1', max_value: '500', is_decimal_allowed: true },
      { type: 'plain_text_input', initial_value: 'cold pizza', max_length: 40, multiline: false },
      { type: 'static_select', initial_option: { value: 'card' } },
      { type: 'datepicker', initial_date: '2026-11-22' },
      { type: 'checkboxes', options: [{ value: 'true' }] },
    ]);
    expect(JSON.stringify(form.blocks)).toContain('You can change these values');
    expect(await world.row(approval.id)).toEqual(before);
  });

  test('decides on what was changed, and says on the card what and by whom', async () => {
    const { world, ask, open, submit, decisions, happened, cardText } = await startRefunds();
    const approval = await ask();
    await open(approval);

    const sent = await submit({ [field.amount]: '80.5', [field.note]: 'cold pizza, half eaten' });
    await world.work();

    expect(sent).toEqual({ status: 200, answer: null });
    const edited = { ...asked, amount: 80.5, note: 'cold pizza, half eaten' };
    expect(decisions).toMatchObject([
      {
        outcome: 'approved',
        revision: 2,
        payload: edited,
        original: { revision: 1, digest: approval.digest, payload: asked },
        seen: { content: { title: 'Refund order 4711?', fields: { Amount: 80.5 } } },
        decidedBy: [{ userId: 'U0ALICE' }],
      },
    ]);
    expect(present(decisions[0]).digest).not.toBe(approval.digest);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', revision: 2, payload: edited });
    expect(await happened(approval.id)).toEqual(['asked', 'voted', 'edited', 'decided', 'delivered']);
    expect(cardText()).toContain('Edited by');
    expect(cardText()).toContain('Amount: 100 → 80.5');
    expect(cardText()).toContain('Note: cold pizza → cold pizza, half eaten');
  });

  test('shows in the form what is wrong with a value, and takes the mended one', async () => {
    const { world, ask, open, decisions } = await startRefunds();
    const viewId = (await open(await ask())).id;
    const submit = (values: Readonly<Record<string, string | readonly string[]>>) =>
      world.slack.submit({ userId: 'U0ALICE', viewId, values });

    await submit({ [field.amount]: '450', [field.notify]: ['true'] });
    const { errors } = present(world.slack.views('U0ALICE')[0]);
    await submit({ [field.amount]: '400', [field.notify]: ['true'] });
    await world.work();

    expect(errors).toEqual({ [field.amount]: 'At most 400 without a manager.' });
    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(decisions).toMatchObject([{ payload: { ...asked, amount: 400, notify: true } }]);
  });
});
