import { isPlainObject } from '../is-plain-object.js';
import type { Messages } from '../messages/words/messages.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { CardView } from '../slack/card/card-view.js';
import { inputText } from '../slack/surfaces/input-blocks.js';

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
      : [{ label: input.label, from: inputText(input, from[name], words), to: inputText(input, to[name], words) }],
  );
  return { by: edited.by, changes };
}
