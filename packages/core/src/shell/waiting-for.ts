import { mayAnswer } from '../domain/may-look.js';
import type { Person } from '../domain/person.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { WaitingFor } from './approvals.js';
import { within } from './deadline.js';
import { exchangeOf } from './exchange.js';
import { knownInstallation } from './installation-of.js';
import { factsToShow, timeLeft } from './look.js';
import { isWaiting, mostRows, pageOf } from './overview.js';
import type { Shell, SlackAccess } from './shell.js';
import { toApproval } from './to-approval.js';

/** What a person may answer and has not, of the newest 100 that are open: what their App Home lists. */
export async function waitingFor(
  shell: Shell,
  slack: SlackAccess,
  person: Person,
  options: { readonly channelId?: string },
): Promise<WaitingFor> {
  refuseUnknownKeys('waitingFor', options, { channelId: true }, 'invalid_argument');
  refuseUnknownKeys(
    'The person of waitingFor',
    person,
    { userId: true, teamId: true, enterpriseId: true },
    'invalid_argument',
  );
  const exchange = exchangeOf(undefined);
  const open = pageOf(shell, { status: 'pending', limit: mostRows.pending });
  const { records, isPartial } = await within(open, timeLeft(exchange), 'The store');
  const looker = { person, channelId: options.channelId ?? null, installation: knownInstallation(slack) };
  const approvals = records.map(([, { approval }]) => approval);
  const facts = await factsToShow(slack, looker, approvals, mayAnswer, exchange);
  const now = shell.clock();
  const waiting = records.filter(([, { approval }]) => isWaiting(approval, looker, facts, now));
  return { approvals: waiting.map(([, record]) => toApproval(record)), isPartial };
}
