import type { InputBlock, KnownBlock } from '@slack/types';

function inputsOf(blocks: readonly KnownBlock[]): readonly InputBlock[] {
  return blocks.filter((block): block is InputBlock => block.type === 'input');
}

/** What a modal's inputs hold when it opens, by block id. */
export function initialValues(blocks: readonly KnownBlock[]): Readonly<Record<string, string>> {
  return Object.fromEntries(inputsOf(blocks).map((block) => [block.block_id ?? '', initialValue(block)]));
}

function initialValue({ element }: InputBlock): string {
  if (element.type === 'plain_text_input') return element.initial_value ?? '';
  return element.type === 'static_select' ? (element.initial_option?.value ?? '') : '';
}

/** Slack does not ask the app about a required input that is empty. */
export function emptyRequired(
  blocks: readonly KnownBlock[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const empty = inputsOf(blocks).filter(
    (block) => block.optional !== true && (values[block.block_id ?? ''] ?? '').trim() === '',
  );
  return Object.fromEntries(empty.map((block) => [block.block_id ?? '', 'Please complete this required field.']));
}
