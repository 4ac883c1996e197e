import { unmarked } from '../../domain/model/live-text.js';
import type { CardView } from './card-view.js';

/** Names a stage, such as "Stage 1 of 2: Security". Empty without one. */
export function stageText({ stages, words }: Pick<CardView, 'stages' | 'words'>, number: number | null): string {
  const stage = number === null ? undefined : stages[number - 1];
  return stage === undefined || number === null
    ? ''
    : words.stage({ number, count: stages.length, name: unmarked(stage.name) });
}
