import type { WaitingFor } from '../api/approvals.js';
import { mayAnswer } from '../domain/access/may-look.js';
import type { Person } from '../domain/model/person.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { knownInstallation } from '../people/installation-of.js';
import { factsToShow, timeLeft } from '../people/look.js';
import { within } from '../runtime/deadline.js';
import { exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { toApproval } from '../views/to-approval.js';
import { isWaiting, maxRows, pageOf } from './overview.js';

/** What a person may answer and has not, of the newest 100 that are open: what their App Home lists. */
export async function waitingFor(
  runtime: Runtime,
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
  const open = pageOf(runtime, { status: 'pending', limit: maxRows.pending });
  const { records, isPartial } = await within(open, timeLeft(exchange), 'The store');
  const looker = { person, channelId: options.channelId ?? null, installation: knownInstallation(slack) };
  const approvals = records.map(([, { approval }]) => approval);
  const facts = await factsToShow(slack, looker, approvals, mayAnswer, exchange);
  const now = runtime.clock();
  const waiting = records.filter(([, { approval }]) => isWaiting(approval, looker, facts, now));
  return { approvals: waiting.map(([, record]) => toApproval(record)), isPartial };
}
