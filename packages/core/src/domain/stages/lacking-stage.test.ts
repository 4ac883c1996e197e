import { describe, expect, test } from 'vitest';
import type { StagePolicy } from '../model/policy.js';
import { whyOnlyAskers } from '../policy/askers.js';
import { whyUnsatisfiable } from '../policy/quorum.js';
import { anyone, user, usergroup } from '../policy/rules.js';
import { alice, aPolicy, aStage, aStagedPolicy, bob } from '../testing/world.js';
import { lackingStage } from './lacking-stage.js';

const people = (...ids: readonly string[]) => ids.map((id) => user(`U0${id}`));
const stage = (name: string, approvers: StagePolicy['approvers'], change: Partial<StagePolicy> = {}) =>
  aStage({ name, approvers, ...change });
const escalateTo = (...ids: readonly string[]) => [{ afterMs: 1, approvers: people(...ids), channels: [] }];

describe('the stages that name people', () => {
  test.each<[string, readonly StagePolicy[], string | null]>([
    ['have one for each', [stage('a', people('A')), stage('b', people('B'))], null],
    ['share one who is free', [stage('a', people('A', 'B')), stage('b', people('A'))], null],
    [
      'move two to make room',
      [stage('a', people('A', 'B')), stage('b', people('B', 'C')), stage('c', people('A'))],
      null,
    ],
    ['have the same one alone', [stage('a', people('A')), stage('b', people('A'))], 'b'],
    ['need more than there are', [stage('a', people('A', 'B'), { quorum: 2 }), stage('b', people('A', 'B'))], 'b'],
    ['get one by escalation', [stage('a', people('A')), stage('b', people('A'), { escalate: escalateTo('B') })], null],
    ['are joined by one that names a group', [stage('a', people('A')), stage('b', [...people('A'), anyone()])], null],
    ['lack some beside one that names a group', [stage('g', [anyone()]), stage('a', people('A'), { quorum: 2 })], 'a'],
    ['name nobody twice', [stage('a', people('A', 'A'), { quorum: 2 })], 'a'],
  ])('%s', (_, stages, lacking) => {
    expect(lackingStage(stages, new Set())?.name ?? null).toBe(lacking);
  });

  test('lack those who are excluded', () => {
    const stages = [stage('a', people('A', 'B')), stage('b', people('A'))];

    expect(lackingStage(stages, new Set(['U0B']))?.name).toBe('b');
    expect(lackingStage(stages, new Set(['U0C']))).toBeNull();
  });
});

describe('a policy with stages', () => {
  const withStages = (...stages: readonly StagePolicy[]) => aStagedPolicy({ stages });

  test.each<[string, readonly StagePolicy[], string | null]>([
    ['that can be decided', [stage('a', people('A')), stage('b', people('B'))], null],
    ['with a stage without approvers', [stage('a', people('A')), stage('b', [])], 'in stage 2 there are no approvers'],
    ['with a group counted twice', [stage('a', [usergroup('S0A', 1), usergroup('S0A', 1)])], 'in stage 1 a user group'],
    ['in which one person would decide two', [stage('a', people('A')), stage('b', people('A'))], 'the stage "b" lacks'],
    [
      'that needs more votes than there may be',
      [stage('a', [anyone()], { quorum: 60 }), stage('b', [anyone()], { quorum: 60 })],
      '120 answers are needed',
    ],
  ])('%s', (_, stages, why) => {
    const found = whyUnsatisfiable(withStages(...stages));

    expect(found === null ? null : why !== null && found.includes(why)).toBe(why === null ? null : true);
  });

  test('is decided by nobody if a stage has only those who asked', () => {
    const policy = aStagedPolicy();

    expect(whyOnlyAskers(policy, ['ci', alice])).toBeNull();
    expect(whyOnlyAskers(policy, [alice, bob])).toContain('the stage "Security" lacks people');
    expect(whyOnlyAskers({ ...policy, allowSelfApproval: true }, [alice, bob])).toBeNull();
    expect(whyOnlyAskers(aPolicy(), [alice])).toBeNull();
  });
});
