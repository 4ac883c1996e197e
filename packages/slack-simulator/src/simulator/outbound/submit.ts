import type { InputBlock, KnownBlock, PlainTextInput, StaticSelect } from '@slack/types';
import type { Model, StoredView } from '../model/model.js';
import { issueTrigger } from '../model/triggers.js';
import { closeViews, findView, isHome, isOnTop } from '../model/views.js';
import { installationFields, type StateValues, userOutput, viewOutput, withBlockIds } from '../payload-parts.js';
import { limits } from '../rules/limits.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import { actor } from './actors.js';
import { chosenOption } from './elements.js';
import { interaction, type Outbox } from './outbox.js';
import { carryOutAnswer } from './view-answer.js';

export interface Submission {
  readonly userId: string;
  readonly viewId: string;
  readonly values: Readonly<Record<string, string>>;
}

function openModal(model: Model, userId: string, viewId: string): StoredView {
  const stored = findView(model, viewId);
  const isOpen = stored !== null && stored.userId === userId && !isHome(stored) && isOnTop(model, stored);
  if (!isOpen) throw new SimulatorError('view_not_open', `Expected the modal on top for ${userId}, got ${viewId}.`);
  return stored;
}

type Input = InputBlock & { readonly block_id: string };

function fillable(block: Input): PlainTextInput | StaticSelect {
  const { element } = block;
  if (element.type === 'plain_text_input' || element.type === 'static_select') return element;
  throw new SimulatorError(
    'not_simulated',
    `${block.block_id} is a ${element.type}: the simulator fills in plain text and static selects.`,
  );
}

/** §2 `state.values`: what stands in one input. Empty is null. */
function stateOf(input: PlainTextInput | StaticSelect, given: string | undefined): object {
  const { type } = input;
  if (type === 'plain_text_input') return { type, value: typed(input, given) };
  return { type, selected_option: given === undefined || given === '' ? null : chosenOption(input, given) };
}

/** §3: a plain_text_input takes 3,000 characters at most, or as many as it says. */
function typed(input: PlainTextInput, value: string | undefined): string | null {
  const max = input.max_length ?? limits.plainTextInput;
  if (value === undefined || value === '') return null;
  if (value.length > max)
    throw new SimulatorError('input_too_long', `Expected at most ${max} characters, got ${value.length}.`);
  return value;
}

/** §2 `state.values[block_id][action_id]`. */
function stateValues(blocks: readonly KnownBlock[], values: Submission['values']): StateValues {
  const inputs = withBlockIds(blocks).filter((block): block is Input => block.type === 'input');
  const names = inputs.flatMap((block) => [block.block_id, block.element.action_id ?? '']);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new SimulatorError('input_not_found', `Expected the action id or block id of an input, got ${unknown}.`);

  const entries = inputs.map((block): [string, Readonly<Record<string, unknown>>] => {
    const input = fillable(block);
    const actionId = input.action_id ?? '';
    return [block.block_id, { [actionId]: stateOf(input, values[actionId] ?? values[block.block_id]) }];
  });
  return Object.fromEntries(entries);
}

export async function submitView(outbox: Outbox, submission: Submission): Promise<Sent> {
  const { model } = outbox;
  const person = actor(model, submission.userId);
  const stored = openModal(model, person.id, submission.viewId);
  const values = stateValues(stored.view.blocks, submission.values);

  const payload = {
    type: 'view_submission',
    ...installationFields,
    user: userOutput(person),
    trigger_id: issueTrigger(model, person.id, stored.id),
    view: viewOutput(stored, values),
    response_urls: [],
  };
  const { sent } = await outbox.send({
    ...interaction(payload),
    onAnswer: (body) => {
      // the app may have changed or closed the view by views.update meanwhile
      const current = findView(model, stored.id);
      if (current === null) return null;
      if (body !== '') return carryOutAnswer(model, current, body);
      closeViews(model, [current]);
      return null;
    },
  });
  return sent;
}
