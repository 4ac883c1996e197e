import type { InputBlock, KnownBlock } from '@slack/types';
import type { StateValues } from '../elements/block-state.js';
import { elementState } from '../elements/element-state.js';
import { type ElementValue, initialValue, isStateful, type StatefulElement } from '../elements/stateful-elements.js';
import type { Model, StoredView } from '../model/model.js';
import { issueTrigger } from '../model/triggers.js';
import { closeViews, findView, isHome, isOnTop } from '../model/views.js';
import { installationFields, userOutput, viewOutput, withBlockIds } from '../payload-parts.js';
import type { Sent } from '../sent.js';
import { SimulatorError } from '../simulator-error.js';
import { actor } from './actors.js';
import { interaction, type Outbox } from './outbox.js';
import { carryOutAnswer } from './view-answer.js';

export interface Submission {
  readonly userId: string;
  readonly viewId: string;
  readonly values: Readonly<Record<string, ElementValue>>;
}

function openModal(model: Model, userId: string, viewId: string): StoredView {
  const stored = findView(model, viewId);
  const isOpen = stored !== null && stored.userId === userId && !isHome(stored) && isOnTop(model, stored);
  if (!isOpen) throw new SimulatorError('view_not_open', `Expected the modal on top for ${userId}, got ${viewId}.`);
  return stored;
}

type Input = InputBlock & { readonly block_id: string };

function fillable({ block_id, element }: Input): StatefulElement {
  if (isStateful(element)) return element;
  throw new SimulatorError('not_simulated', `${block_id} is a ${element.type}, which the simulator can't fill in.`);
}

/** §2 `state.values[block_id][action_id]`. */
function stateValues(blocks: readonly KnownBlock[], values: Submission['values']): StateValues {
  const inputs = withBlockIds(blocks).filter((block): block is Input => block.type === 'input');
  const names = inputs.flatMap((block) => [block.block_id, block.element.action_id ?? '']);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new SimulatorError('input_not_found', `Expected the action id or block id of an input, got ${unknown}.`);

  const entries = inputs.map((block): [string, Readonly<Record<string, object>>] => {
    const input = fillable(block);
    const actionId = input.action_id ?? '';
    const value = values[actionId] ?? values[block.block_id] ?? initialValue(input);
    return [block.block_id, { [actionId]: elementState(input, value) }];
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
