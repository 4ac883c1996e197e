import { type KindOptions, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld } from '../world/world.js';
import { asked, inputs, type Refund, type RefundOptions, refund, refundOptions, startRefunds } from './refunds.js';

describe('a payload that does not fit its inputs is refused', () => {
  const small = { order: '4711', amount: 100, note: 'cold', method: 'card', day: '2026-11-22', notify: false };

  test.each<readonly [name: keyof Refund, value: unknown, code: string]>([
    ['amount', 0, 'too_small'],
    ['note', 'x'.repeat(41), 'too_long'],
    ['note', 'cold\npizza', 'not_one_line'],
    ['method', 'gold', 'not_an_option'],
    ['day', 'tomorrow', 'not_a_date'],
  ])('%s as %j: %s', async (name, value, code) => {
    const { refunds } = await startRefunds();
    const payload = { ...small, [name]: value } as Refund;

    for (const call of [() => refunds.ask(payload, { requester: 'shop' }), () => refunds.preview(payload)])
      await expect(call()).rejects.toMatchObject({
        code: 'payload_not_editable',
        message: expect.stringContaining(`${name} (${code})`),
      });
  });

  test('by an amendment, too, which changes nothing', async () => {
    const { world, refunds, ask } = await startRefunds();
    const { id } = await ask();

    await expect(refunds.amend({ id }, { ...asked, amount: 0 }, { by: 'shop' })).rejects.toMatchObject({
      code: 'payload_not_editable',
    });
    expect(await world.get(id)).toMatchObject({ revision: 1, payload: asked });
  });

  test('as is one that lacks a property, whatever its own schema says', async () => {
    const world = await createWorld();
    const kind = world.approvals.define<{ readonly size?: string }>('sizes', {
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      inputs: { size: { type: 'text', label: 'Size' } },
    });

    await expect(kind.ask({}, { requester: 'shop' })).rejects.toMatchObject({ code: 'payload_not_editable' });
  });
});

test.each([
  ['changes what it has returned', z.object({ size: z.string().transform((size) => `${size}!`) })],
  ['refuses what it has returned', z.object({ size: z.string().transform((size) => size.length) })],
])('a schema that %s cannot check an edited payload, and is refused', async (_, schema) => {
  const world = await createWorld();
  const kind = world.approvals.define('sizes', {
    schema: schema as unknown as z.ZodType<{ size: string }>,
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    inputs: { note: { type: 'checkbox', label: 'Note' } } as unknown as KindOptions<{ size: string }>['inputs'] & {},
  });
  // the property of the input is there, so that only the schema is at fault
  const loose = { size: 'large', note: true };

  await expect(kind.ask(loose, { requester: 'shop' })).rejects.toMatchObject({ code: 'payload_not_editable' });
});

describe('inputs that cannot be used', () => {
  const text = { type: 'text', label: 'Note' } as const;
  const options = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `${index}`, label: 'x' }));

  test.each<readonly [what: string, inputs: unknown]>([
    ['a list', []],
    ['none', {}],
    ['too many', Object.fromEntries(options(21).map(({ value }) => [`note${value}`, text]))],
    ['null', { note: null }],
    ['an unknown type', { note: { type: 'file', label: 'Note' } }],
    ['a type that every object has', { note: { type: 'constructor', label: 'Note' } }],
    ['no label', { note: { type: 'text' } }],
    ['a blank label', { note: { type: 'text', label: ' ' } }],
    ['an unknown option', { note: { ...text, min: 1 } }],
    ['a length of 0', { note: { ...text, maxLength: 0 } }],
    ['a length above that of Slack', { note: { ...text, maxLength: 3_001 } }],
    ['a text as a flag', { note: { ...text, multiline: 'yes' } }],
    ['a bound that is no number', { amount: { type: 'number', label: 'Amount', min: '1' } }],
    ['a fraction as the bound of whole numbers', { amount: { type: 'number', label: 'Amount', min: 0.5 } }],
    ['a bound that Slack cannot show', { amount: { type: 'number', label: 'Amount', max: 1e21 } }],
    ['bounds without a number between them', { amount: { type: 'number', label: 'Amount', min: 5, max: 4 } }],
    ['a bound without end', { amount: { type: 'number', label: 'Amount', max: Number.POSITIVE_INFINITY } }],
    ['no options', { method: { type: 'select', label: 'Method' } }],
    ['an empty list of options', { method: { type: 'select', label: 'Method', options: [] } }],
    ['too many options', { method: { type: 'select', label: 'Method', options: options(101) } }],
    ['the same option twice', { method: { type: 'select', label: 'Method', options: [...options(1), ...options(1)] } }],
    ['an option without a label', { method: { type: 'select', label: 'Method', options: [{ value: 'card' }] } }],
    ['a long value', { method: { type: 'select', label: 'M', options: [{ value: 'x'.repeat(76), label: 'x' }] } }],
    ['an option that is null', { method: { type: 'select', label: 'Method', options: [null] } }],
  ])('are refused by define: %s', async (_, given) => {
    const world = await createWorld();
    // as: as a program without a compiler could give them
    const inputs = given as RefundOptions['inputs'] & {};

    expect(() => world.approvals.define('refund', { ...refundOptions({ inputs }), schema: refund })).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('inputs') }),
    );
  });

  test('are refused by define with an approval by expiry', async () => {
    const world = await createWorld();

    expect(() =>
      world.approvals.define('refund', { ...refundOptions({ onExpiry: 'approve' }), schema: refund }),
    ).toThrow(expect.objectContaining({ code: 'invalid_options' }));
  });

  test.each<readonly [what: string, change: Partial<RefundOptions>]>([
    ['two approvals', { quorum: { approve: 2 } }],
    ['a counted group', { approvers: [usergroup('S0ONCALL', 1)] }],
    ['a counted group of an escalation', { escalate: [{ after: '10m', approvers: [usergroup('S0ONCALL', 1)] }] }],
  ])('are refused by define with %s, which would have to approve the same edit', async (_, change) => {
    const world = await createWorld();

    expect(() => world.approvals.define('refund', { ...refundOptions(change), schema: refund })).toThrow(
      expect.objectContaining({ code: 'unsatisfiable_policy' }),
    );
  });

  test('are refused in request, which has no payload', async () => {
    const world = await createWorld();
    const question = {
      key: 'k',
      title: 'Refund?',
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      requester: 'shop',
    };

    await expect(world.approvals.request({ ...question, inputs } as never)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});
