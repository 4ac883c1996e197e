import { describe, expect, test } from 'vitest';
import type { Approval } from '../model/approval.js';
import type { Person } from '../model/person.js';
import { given } from '../testing/given.js';
import { alice, asked, bob, carol, dave, decided, withdrawn } from '../testing/world.js';
import { whyOver } from './explain-refusal.js';

function why(approval: Approval, by: Person): string {
  if (approval.status === 'pending') return 'pending';
  const { code, explanation } = whyOver(approval, by);
  return `${code}: ${explanation}`;
}

describe('why an answer comes too late', () => {
  test('someone else decided, and the explanation says who', () => {
    const rejected = given(asked(), decided({ outcome: 'rejected', by: [alice, bob] })).approval;

    expect(why(rejected, carol)).toBe('already_decided: This was already rejected by <@U0ALICE>, <@U0BOB>.');
  });

  test('the same person decided', () => {
    expect(why(given(asked(), decided()).approval, alice)).toBe(
      'already_decided: Your answer is in: this is approved.',
    );
  });

  test.each(['approved', 'rejected'] as const)('nobody answered, so that it was %s', (outcome) => {
    const approval = given(asked(), decided({ outcome, by: [], cause: 'expiry' })).approval;

    expect(why(approval, alice)).toBe(`already_decided: Nobody answered in time, so this was ${outcome}, as declared.`);
  });

  test('nobody answered, so that it expired', () => {
    expect(why(given(asked(), decided({ outcome: 'expired', by: [], cause: 'expiry' })).approval, alice)).toMatch(
      /^expired: /,
    );
  });

  test.each([
    [dave, '<@U0DAVE>'],
    ['alertmanager', 'alertmanager'],
  ])('it was withdrawn, and it is said by whom and when', (by, name) => {
    expect(why(given(asked(), withdrawn({ by })).approval, alice)).toBe(
      `withdrawn: This was withdrawn by ${name} before it was decided (2026-01-01T10:00:00Z).`,
    );
  });

  test('it was withdrawn without a name, and it is said that its source did so', () => {
    const { approval } = given(asked(), withdrawn({ by: dave }));
    if (approval.status === 'pending' || approval.decision.outcome !== 'withdrawn') throw new Error('not withdrawn');
    const nameless = { ...approval, decision: { ...approval.decision, withdrawnBy: null } };

    expect(why(nameless, alice)).toBe(
      'withdrawn: This was withdrawn by its source before it was decided (2026-01-01T10:00:00Z).',
    );
  });
});
