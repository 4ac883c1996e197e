import { unmarked } from '../../domain/model/live-text.js';
import type { CardView } from './card-view.js';

/** Names a stage, such as "Stage 1 of 2: Security"; an only stage by its name alone. Empty without one. */
export function stageText({ stages, words }: Pick<CardView, 'stages' | 'words'>, number: number | null): string {
  const stage = number === null ? undefined : stages[number - 1];
  if (stage === undefined || number === null) return '';
  const name = unmarked(stage.name);
  return stages.length === 1 ? name : words.stage({ number, count: stages.length, name });
}
