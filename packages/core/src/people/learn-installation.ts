import type { Command } from '../domain/model/commands.js';
import type { Installation } from '../domain/model/installation.js';
import type { SlackOutcome } from '../ports/slack-transport.js';
import type { ApprovalRecord } from '../record/record.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { knownInstallation } from './known-installation.js';

export interface LearnedInstallation {
  readonly installation: Installation | null;
  /** The commands that store it with the approval, if it is new there. */
  readonly commands: (now: number) => readonly Command[];
  /** Why Slack did not tell it; null: the installation is known. */
  readonly failure: Exclude<SlackOutcome<never>, { type: 'ok' }> | null;
}

/** Finds the installation of an approval: stored with it, known to this process, or from `auth.test`. */
export async function learnInstallation({
  record,
  slack,
}: {
  readonly record: ApprovalRecord;
  readonly slack: SlackAccess;
}): Promise<LearnedInstallation> {
  const stored = record.approval.work.installation;
  if (stored !== null) return toLearned(stored, false);
  const known = knownInstallation(slack);
  if (known !== null) return toLearned(known, true);
  const outcome = await connectionOf(slack).transport.installation();
  if (outcome.type === 'ok') {
    slack.installation = outcome.value;
    return toLearned(outcome.value, true);
  }
  return { installation: null, commands: () => [], failure: outcome };
}

function toLearned(installation: Installation, isNew: boolean): LearnedInstallation {
  const commands = (now: number): readonly Command[] => (isNew ? [{ type: 'install', now, installation }] : []);
  return { installation, commands, failure: null };
}
