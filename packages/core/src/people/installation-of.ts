import type { Command } from '../domain/model/commands.js';
import type { Installation, SlackOutcome } from '../ports/slack-transport.js';
import type { SlackAccess } from '../runtime/runtime.js';
import type { AttemptContext } from '../work/attempt-context.js';

export interface LearnedInstallation {
  readonly installation: Installation | null;
  /** Stores it with the approval, where that does not know it yet. */
  readonly commands: (now: number) => readonly Command[];
  /** Why Slack did not tell; null where the installation is known. */
  readonly failure: Exclude<SlackOutcome<never>, { type: 'ok' }> | null;
}

/** What this process knows of the installation without asking: what it learned, else what the options say of team or enterprise. */
export function knownInstallation(slack: SlackAccess): Installation | null {
  const { known, configured } = slack;
  if (known.installation !== null) return known.installation;
  return configured.teamId === null && configured.enterpriseId === null ? null : configured;
}

/** The installation of an approval: as stored with it, as known to this process, or asked of Slack by `auth.test`. */
export async function learnInstallation({ record, slack }: AttemptContext): Promise<LearnedInstallation> {
  const stored = record.approval.work.installation;
  if (stored !== null) return found(stored, false);
  const known = knownInstallation(slack);
  if (known !== null) return found(known, true);
  const outcome = await slack.transport.installation();
  if (outcome.type === 'ok') {
    slack.known.installation = outcome.value;
    return found(outcome.value, true);
  }
  return { installation: null, commands: () => [], failure: outcome };
}

function found(installation: Installation, isNew: boolean): LearnedInstallation {
  const commands = (now: number): readonly Command[] => (isNew ? [{ type: 'install', now, installation }] : []);
  return { installation, commands, failure: null };
}
