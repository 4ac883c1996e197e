import { limits } from '../domain/model/limits.js';
import type { ApproverRule, StagePolicy } from '../domain/model/policy.js';
import { isPlainObject } from '../is-plain-object.js';
import type { Stage } from './kind-options.js';
import { readEscalation, readOwnPlaces, readPeriod } from './read-escalation.js';
import { type Report, readQuorum, readRules } from './read-rules.js';

/** Reads the groups that decide in order. */
export function readStages(stages: readonly Stage[], report: Report): readonly StagePolicy[] {
  const isList = Array.isArray(stages) && stages.length > 0 && stages.length <= limits.stages;
  if (!isList || stages.some((stage) => !isPlainObject(stage))) {
    report(`stages must be a list of 1 to ${limits.stages} { name, approvers, … }`);
    return [];
  }
  const names = stages.map(({ name }) => (typeof name === 'string' ? name.trim() : ''));
  if (names.some((name) => name === '' || name.length > limits.stageLength) || new Set(names).size < names.length)
    report(`stages must have different names of 1 to ${limits.stageLength} characters`);
  return stages.map(({ approvers, quorum, channel, expiresIn, escalate }: Stage, index) => {
    if (!Array.isArray(approvers) || approvers.length === 0)
      report('stages.approvers must be a list of at least one rule');
    return {
      name: names[index] ?? '',
      approvers: readRules(approvers, report, 'stages.approvers'),
      quorum: readQuorum(quorum, report, 'stages.quorum'),
      channels: readOwnPlaces('stages.channel', channel, report),
      expiresInMs: expiresIn === undefined ? null : readPeriod('stages.expiresIn', expiresIn, report),
      escalate: readEscalation(escalate ?? [], report, 'stages.escalate'),
    };
  });
}

/** Reads the rules for those who reject alone. An empty list counts as absent. */
export function readVetoers(
  vetoers: readonly ApproverRule[] | undefined,
  report: Report,
): { readonly vetoers?: readonly ApproverRule[] } {
  if (vetoers !== undefined && !Array.isArray(vetoers)) report('vetoers must be a list of rules');
  const rules = readRules(vetoers, report, 'vetoers');
  if (rules.some((rule) => rule?.type === 'usergroup' && rule.count !== null))
    report('vetoers must have no count: each of them rejects alone');
  return rules.length === 0 ? {} : { vetoers: rules };
}
