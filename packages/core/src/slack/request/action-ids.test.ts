import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actionId,
  actionVerbs,
  callbackId,
  type FormOrigin,
  modalForms,
  namespaceOf,
  parseActionId,
  parseCallbackId,
} from './action-ids.js';

const namespaces = fc.stringMatching(/^[a-z0-9-]{1,40}$/);

test('an action id says whose it is and what it asks for', () => {
  expect(actionId('default', 'approve')).toBe('approval:default:approve');
  expect(actionId('default', 'approve', 'next_shift-2')).toBe('approval:default:approve:next_shift-2');
  expect(callbackId('default', 'reject_form', 'elsewhere')).toBe('approval:default:reject_form:elsewhere');
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      namespaces,
      fc.constantFrom(...actionVerbs),
      fc.constantFrom(...modalForms),
      fc.option(fc.stringMatching(/^[a-z0-9_-]{1,40}$/)),
      fc.constantFrom<FormOrigin>('elsewhere', { channelId: 'C0PIZZA', messageTs: '1767261600.000001' }),
      (namespace, verb, form, choice, origin) => {
        expect(parseActionId(actionId(namespace, verb, choice))).toEqual({ namespace, verb, choice });
        expect(parseCallbackId(callbackId(namespace, form, origin))).toEqual({ namespace, form, origin });
      },
    ),
  );
});

test.each([
  '',
  'approve',
  'approval:default',
  'approval:default:',
  'approval::approve',
  'approval:Default:approve',
  'approval:default:Approve',
  'approval:default:approve\n',
  ' approval:default:approve',
  'approval:default:approve:',
  'approval:default:approve:More',
  'approval:default:approve:more:more',
  'approval:default:approve:C0PIZZA:1.1',
  `approval:default:approve:${'m'.repeat(41)}`,
  'approval:default:approve_form:more',
  'approval:de:fault:approve',
  `approval:${'n'.repeat(41)}:approve`,
  'approval:default:toString',
  'approval:default:__proto__',
  `approval:${'a'.repeat(100_000)}`,
])('%j is not ours', (id) => {
  expect(parseActionId(id)).toBeNull();
  expect(parseCallbackId(id)).toBeNull();
});

test.each([
  ['', '1.1'],
  ['C0:PIZZA', '1.1'],
  ['C0PIZZA', 'now'],
  ['C'.repeat(300), '1.1'],
])('a place that Slack would not name (%s, %s) is elsewhere', (channelId, messageTs) => {
  const id = callbackId('default', 'approve_form', { channelId, messageTs });

  expect(parseCallbackId(id)).toMatchObject({ origin: 'elsewhere' });
});

test('a form whose id says no place is a form all the same', () => {
  expect(parseCallbackId('approval:default:approve_form')).toEqual({
    namespace: 'default',
    form: 'approve_form',
    origin: null,
  });
});

test('a form is no button, and a button no form', () => {
  expect(parseActionId('approval:default:approve_form')).toBeNull();
  expect(parseCallbackId('approval:default:approve')).toBeNull();
});

test('a verb of a newer release is ours all the same', () => {
  expect(parseActionId('approval:default:delegate')).toBeNull();
  expect(namespaceOf('approval:default:delegate')).toBe('default');
  expect(namespaceOf('somebody_elses_button')).toBeNull();
});
