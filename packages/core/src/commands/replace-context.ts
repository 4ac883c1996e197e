import { decide } from '../domain/decide/decide.js';
import { notFound } from '../domain/model/refusal.js';
import { canonicalJson } from '../record/canonical-json.js';
import { partValue } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { type CardContent, readContent } from '../slack/card/card-content.js';
import type { DecidedWithParts } from '../storage/commit.js';
import { type CommandResult, command } from './command.js';
import { newContext } from './revision-of.js';

/** Puts other explaining lines on a pending card. The same lines change nothing. */
export async function replaceContext(
  app: Runtime,
  kind: KindDefinition,
  id: string,
  lines: readonly string[],
): Promise<CommandResult<unknown>> {
  return await command(app, id, (record, now) => decideContext(kind, record, lines, now), { grows: true });
}

function decideContext(
  kind: KindDefinition,
  { approval, parts }: ApprovalRecord,
  lines: readonly string[],
  now: number,
): DecidedWithParts {
  if (approval.kind !== kind.name) return { events: [], refusal: notFound };
  const content = partValue(parts, approval.revision.contentRef);
  // erased with the decision's end: what is not pending is refused before anything is drawn
  const drawn = content === null ? null : readContent({ ...(content as CardContent), context: lines });
  const given = drawn === null || drawn.context.length === 0 ? null : drawn.context;
  const isSame = canonicalJson(partValue(parts, approval.work.contextRef)) === canonicalJson(given);
  const context = isSame || drawn === null ? null : newContext(drawn);
  const contextRef = isSame ? approval.work.contextRef : (context?.ref ?? null);
  return {
    ...decide({ type: 'replace_context', now, contextRef }, approval),
    parts: context === null ? [] : [context],
  };
}
