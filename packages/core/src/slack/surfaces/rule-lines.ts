import type { ApproverRule } from '../../domain/model/policy.js';
import { type Leaf, textLeaf } from '../blocks/rich-text.js';
import type { CardView } from '../card/card-view.js';
import { ruleLeaves } from '../card/rule-leaves.js';
import { stageText } from '../card/stage-text.js';

/** Who may decide, a line each: stage by stage if there are any, the current one in bold; then who may reject alone. */
export function ruleLines(view: CardView): readonly (readonly Leaf[])[] {
  const { rules, stages, stage, approvals, vetoers, words } = view;
  const rule = (one: ApproverRule): readonly Leaf[] => ruleLeaves(one, words);
  const ofStages = stages.flatMap(({ rules: own, needed }, index) => [
    [textLeaf(stageText(view, index + 1), { bold: index + 1 === stage })],
    // escalation may have added to the rules of the current one
    ...(index + 1 === stage ? rules : own).map(rule),
    ...(index + 1 === stage ? neededLine(view, approvals.needed, view.choices) : neededLine(view, needed)),
  ]);
  return [
    ...(stages.length === 0 ? [...rules.map(rule), ...neededLine(view, approvals.needed, view.choices)] : ofStages),
    ...(vetoers.length === 0 ? [] : [[textLeaf(words.mayVeto, { bold: true })], ...vetoers.map(rule)]),
  ];
}

/** After the decision nothing is needed any more. */
function neededLine(
  { status, words }: CardView,
  needed: number,
  choices: CardView['choices'] = null,
): readonly (readonly Leaf[])[] {
  if (status !== 'pending') return [];
  const line = words.approvalsNeeded({ count: needed });
  return [[needed === 1 || choices === null ? line : `${line} ${words.countedByChoice}`]];
}
