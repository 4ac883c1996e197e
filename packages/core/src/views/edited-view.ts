import type { Input } from '../domain/model/input.js';
import { isPlainObject } from '../is-plain-object.js';
import type { Messages } from '../messages/words/messages.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { CardView } from '../slack/card/card-view.js';

/** What an approver changed, as people read it; null: nothing, or it was erased. */
export function editedView({ approval, parts }: ApprovalRecord, words: Messages): CardView['edited'] {
  const { edited, revision, policy } = approval;
  if (edited === undefined) return null;
  const from = partValue(parts, edited.original.payloadRef);
  const to = partValue(parts, revision.payloadRef);
  if (!isPlainObject(from) || !isPlainObject(to)) return null;
  const changes = Object.entries(policy.inputs ?? {}).flatMap(([name, input]) =>
    canonicalJson(from[name]) === canonicalJson(to[name])
      ? []
      : [{ label: input.label, from: shown(input, from[name], words), to: shown(input, to[name], words) }],
  );
  return { by: edited.by, changes };
}

function shown(input: Input, value: unknown, { yes, no }: Messages): string {
  if (input.type === 'checkbox') return value === true ? yes : no;
  const option = input.type === 'select' ? input.options.find((one) => one.value === value) : undefined;
  return option?.label ?? String(value);
}
