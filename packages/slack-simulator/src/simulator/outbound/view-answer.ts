import { readJsonArguments } from '../methods/call-arguments.js';
import type { Model, StoredView } from '../model/model.js';
import { addView, closeViews, replaceView, showErrors, stackOf } from '../model/views.js';
import { limits } from '../rules/limits.js';
import { isRecord } from '../rules/shape-rules.js';
import { checkView } from '../rules/view-rules.js';

type Verdict = 'invalid_answer' | null;

/** §2: errors go to input blocks, by block_id. */
function readErrors(stored: StoredView, errors: unknown): Readonly<Record<string, string>> | null {
  if (!isRecord(errors)) return null;
  const inputs = stored.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const entries = Object.entries(errors).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fits = entries.length > 0 && entries.length === Object.keys(errors).length;
  return fits && entries.every(([blockId]) => inputs.includes(blockId)) ? Object.fromEntries(entries) : null;
}

function showView(model: Model, stored: StoredView, action: 'update' | 'push', view: unknown): Verdict {
  const check = checkView(view, 'modal');
  if ('code' in check) return 'invalid_answer';
  if (action === 'update') {
    replaceView(model, stored, check.view);
    return null;
  }
  if (stackOf(model, stored.rootId).length >= limits.stackedViews) return 'invalid_answer';
  addView(model, stored.userId, check.view, stored);
  return null;
}

/** §2: what a `response_action` in the answer to a submission does. Anything else in the body is Slack's own error, and the view stays. */
export function carryOutAnswer(model: Model, stored: StoredView, body: string): Verdict {
  const answer = readJsonArguments(body)?.given ?? {};
  switch (answer['response_action']) {
    case 'errors': {
      const errors = readErrors(stored, answer['errors']);
      if (errors === null) return 'invalid_answer';
      showErrors(model, stored, errors);
      return null;
    }
    case 'clear':
      closeViews(model, stackOf(model, stored.rootId));
      return null;
    case 'update':
    case 'push':
      return showView(model, stored, answer['response_action'], answer['view']);
    default:
      return 'invalid_answer';
  }
}
