import { decide } from '../domain/decide/decide.js';
import { notFound } from '../domain/model/refusal.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { readContext, type SeenContent } from '../slack/card/card-content.js';
import { checkGrowth } from '../storage/check-growth.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { newContext } from './new-revision.js';
import { type CommandResult, runCommand } from './run-command.js';

/** Replaces the explanatory lines of a pending card. The same lines change nothing. */
export async function replaceContext(
  app: Runtime,
  kind: KindDefinition,
  id: string,
  lines: readonly string[],
): Promise<CommandResult<unknown>> {
  return await runCommand(app, id, (record, now) => decideContext(kind, record, lines, now), { checkGrowth });
}

function decideContext(
  kind: KindDefinition,
  { approval, parts }: ApprovalRecord,
  lines: readonly string[],
  now: number,
): DecidedWithParts {
  if (approval.kind !== kind.name) return { events: [], refusal: notFound };
  // written by ask and amend, which store what readCard returned
  const content = partValue(parts, approval.revision.contentRef) as SeenContent | null;
  // the content may be erased; then the approval is not pending, and `decide` refuses
  const shown = content === null ? [] : readContext(content, lines);
  const given = shown.length === 0 ? null : shown;
  const isSame = canonicalJson(partValue(parts, approval.work.contextRef)) === canonicalJson(given);
  const context = isSame ? null : newContext(shown);
  const contextRef = isSame ? approval.work.contextRef : (context?.ref ?? null);
  return {
    ...decide({ type: 'replace_context', now, contextRef }, approval),
    parts: context === null ? [] : [context],
  };
}
