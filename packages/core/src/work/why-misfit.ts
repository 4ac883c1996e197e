import type { Edit } from '../domain/model/approval.js';
import type { CheckVote } from '../domain/model/commands.js';
import { refusal } from '../domain/model/refusal.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { isStable } from '../runtime/is-stable.js';
import { keepsPolicy } from '../runtime/keeps-policy.js';
import type { Runtime } from '../runtime/runtime.js';

/**
 * Checks an edit again before it is decided on, some time after it was submitted: the kind may have been defined anew.
 *
 * A process that does not define the kind takes it as it was checked at its submission.
 */
export async function whyMisfit(
  { kinds, log }: Pick<Runtime, 'kinds' | 'log'>,
  { approval, parts }: ApprovalRecord,
  edit: Edit | undefined,
): Promise<Pick<CheckVote, 'misfit'>> {
  const kind = edit === undefined ? undefined : kinds.get(approval.kind);
  if (edit === undefined || kind === undefined) return {};
  const payload = partValue(parts, edit.payloadRef);
  if (!keepsPolicy(kind, payload, approval.policy)) return { misfit: refusal('policy_changed', {}) };
  try {
    if (await isStable(kind, payload)) return {};
  } catch (error) {
    // thrown on, it would end the work on the record, time after time
    log.error('edit_check_failed', 'the schema of a kind failed while it checked an edit; the vote does not count', {
      approvalId: approval.id,
      error,
    });
  }
  return { misfit: refusal('invalid_edit', { cause: 'not_accepted', problems: [] }) };
}
