import type { InputBlock, KnownBlock } from '@slack/types';
import { numberProblem } from '../../simulator/elements/number-problem.js';
import { asText, type ElementValue, initialValue, isStateful } from '../../simulator/elements/stateful-elements.js';

function inputsOf(blocks: readonly KnownBlock[]): readonly InputBlock[] {
  return blocks.filter((block): block is InputBlock => block.type === 'input');
}

/** What a modal's inputs hold when it opens, by block id. */
export function initialValues(blocks: readonly KnownBlock[]): Readonly<Record<string, ElementValue>> {
  return Object.fromEntries(
    inputsOf(blocks).map((block) => [
      block.block_id ?? '',
      isStateful(block.element) ? initialValue(block.element) : '',
    ]),
  );
}

/** What Slack has against the values, by block id. It doesn't ask the app while there is anything. */
export function inputProblems(
  blocks: readonly KnownBlock[],
  values: Readonly<Record<string, ElementValue>>,
): Readonly<Record<string, string>> {
  const problems = inputsOf(blocks).map((block): [string, string | null] => {
    const blockId = block.block_id ?? '';
    return [blockId, inputProblem(block, values[blockId] ?? '')];
  });
  return Object.fromEntries(problems.filter((entry): entry is [string, string] => entry[1] !== null));
}

function inputProblem({ element, optional }: InputBlock, value: ElementValue): string | null {
  const isEmpty = typeof value === 'string' ? value.trim() === '' : value.length === 0;
  if (isEmpty) return optional === true ? null : 'Please complete this required field.';
  return element.type === 'number_input' ? numberProblem(element, asText(value)) : null;
}
