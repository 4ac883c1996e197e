import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import type { DecisionRates } from './decisions.js';

interface Decisions {
  readonly where: string;
  readonly rates: DecisionRates;
  /** Shares of the rate by hand. None: the rows inform. */
  readonly budgets?: { readonly toAnswer: number; readonly withAllWork: number };
  readonly setUp: string;
}

export function reportDecisions({ where, rates, budgets, setUp }: Decisions): void {
  const section = 'What a click costs';
  const byHand = `${rates.byHandPerSecond.toFixed(0)} a second by hand`;
  const atLeast = (share: number | undefined) => (share === undefined ? undefined : { atLeast: share });
  report({
    section,
    what: `${where}: clicks a second to their answer, against SELECT and UPDATE by hand`,
    figures: [ratioFigure(rates.toAnswer, atLeast(budgets?.toAnswer))],
    note: `${setUp}: ${byHand}. The same \`get\` and \`put\` of the store without a click: ${rates.storeAlone.median.toFixed(2)} ×. CPU time of a click to its answer: ${rates.cpuToAnswer.median.toFixed(1)} × that by hand.`,
  });
  report({
    section,
    what: `${where}: clicks a second with all their work, against the same`,
    figures: [ratioFigure(rates.withAllWork, atLeast(budgets?.withAllWork))],
    note: 'Three puts where by hand is one, so 0.33 at most: the vote, the outcome of the delivery, the updated card.',
  });
}
