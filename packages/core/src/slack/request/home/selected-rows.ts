import { isPlainObject } from '../../../is-plain-object.js';
import { slackLimits } from '../../blocks/limits.js';
import { actionId } from '../action-ids.js';

const idPattern = /^a[a-z2-7]{25}$/;

/** The `block_id` of a row that can be selected. With other content it is another block, so a tick never outlives what was read. */
export function rowBlockId(id: string, digest: string): string {
  return `row:${id}:${digest.slice(-16)}`;
}

/** The ids of the rows that a person has ticked in the App Home, each once. Anything else in the state of the view is left out. */
export function selectedRows(viewState: unknown, namespace: string): readonly string[] {
  const blocks = isPlainObject(viewState) && isPlainObject(viewState.values) ? Object.values(viewState.values) : [];
  const box = actionId(namespace, 'select');
  const ticked = blocks.slice(0, slackLimits.homeBlocks).flatMap((block) => {
    const held = isPlainObject(block) ? block[box] : null;
    const options: unknown = isPlainObject(held) ? held.selected_options : null;
    const [option]: readonly unknown[] = Array.isArray(options) ? options : [];
    return isPlainObject(option) && typeof option.value === 'string' ? [option.value] : [];
  });
  return [...new Set(ticked.filter((id) => idPattern.test(id)))];
}
