const blockPattern = /^stage:([1-9]\d?)$/;

/** The `block_id` of the buttons on the card of a stage. A click brings it back, and so tells which stage the person saw. */
export function stageBlockId(stage: number): string {
  return `stage:${stage}`;
}

/** The stage, from 1, as the buttons of a card told it; undefined: they are of no stage. */
export function seenStageOf(blockId: string | null): number | undefined {
  const [, number] = blockPattern.exec(blockId ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
