import { describe, expect, test } from 'vitest';
import type { Requester } from '../model/person.js';
import type { Policy } from '../model/policy.js';
import { alice, aPolicy, aSchedule, bob, dave, hour } from '../testing/world.js';
import { whyOnlyAskers } from './askers.js';
import { user, usergroup } from './rules.js';

describe('the rule against self-approval leaves', () => {
  const two = [user('U0ALICE'), user('U0BOB')];
  const late = aSchedule({ escalate: [{ afterMs: hour, approvers: [user('U0CAROL')], channels: [] }] });

  test.each<[string, Partial<Policy>, readonly Requester[], boolean]>([
    ['nobody, where the only approver asks', { approvers: [user('U0ALICE')] }, [alice], false],
    ['one too few, where two have to approve', { approvers: two, quorum: { approve: 2, reject: 1 } }, [alice], false],
    ['one too few to reject', { approvers: two, quorum: { approve: 1, reject: 2 } }, [alice], false],
    ['nobody, where both asked or amended', { approvers: two }, [alice, bob], false],
    ['one, if another approver is named', { approvers: two }, [alice], true],
    ['one, if escalation adds an approver', { approvers: [user('U0ALICE')], schedule: late }, [alice], true],
    ['everybody, where a system asks', { approvers: [user('U0ALICE')] }, ['alertmanager'], true],
    ['everyone, if someone else asks', { approvers: [user('U0ALICE')] }, [dave], true],
    ['everybody, where it is switched off', { approvers: [user('U0ALICE')], allowSelfApproval: true }, [alice], true],
    ['what only Slack can tell', { approvers: [user('U0ALICE'), usergroup('S0ONCALL')] }, [alice], true],
  ])('%s', (_, change, askers, isLeft) => {
    expect(whyOnlyAskers(aPolicy(change), askers) === null).toBe(isLeft);
  });
});
