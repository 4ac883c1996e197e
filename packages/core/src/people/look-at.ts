import { type Looker, mayLook, type Sight } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Installation } from '../domain/model/installation.js';
import type { Person } from '../domain/model/person.js';
import { type Facts, noFacts } from '../domain/model/policy.js';
import type { LoadResult } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { deadline } from '../runtime/deadline.js';
import { inTime, storeTimeLeft } from '../runtime/exchange.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { channelOfView } from '../slack/surfaces/view-metadata.js';
import { asOf } from '../storage/as-of.js';
import { loadOurs } from '../storage/load.js';
import { groupIdsOf } from './facts.js';
import { knownInstallation } from './known-installation.js';
import { lookUpFacts, recentFacts } from './look-up-facts.js';

type LookCall = Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>;

/** The maximum number of look-ups at once, so that those for a vote don't wait behind them. */
const maxLookUps = 6;

/** Returns the person behind an interaction, with the channel they look from. */
export function lookerOf(
  interaction: Installation & { readonly user: Person; readonly channelId: string | null },
): Looker {
  const { user, channelId, appId, teamId, enterpriseId } = interaction;
  return { person: user, channelId, installation: { appId, teamId, enterpriseId } };
}

/**
 * Returns the person who clicked. A modal that was opened from a channel's list counts as that channel, since the person is in it.
 * This is for looking only: a vote in such a modal is not a vote on a card in the channel.
 */
export function clickerOf(click: BlockAction): Looker {
  return lookerOf({ ...click, channelId: click.channelId ?? channelOfView(click.viewMetadata) });
}

/**
 * Loads an approval for a person to see, as of now. If they may not see it, it is `missing`.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function lookAt(call: LookCall, id: string, looker: Looker): Promise<LoadResult> {
  const { app, exchange } = call;
  const found = await inTime(exchange, loadOurs(app, id));
  if (found.type !== 'loaded') return found;
  const record = asOf(found.record, app.clock());
  const facts = await factsToShow(call, looker, [record.approval], mayLook);
  return mayLook(record.approval, looker, facts).answer === 'yes' ? { ...found, record } : { type: 'missing' };
}

/** Returns the facts that `question` needs about these approvals: cached ones, and others as far as there is time to look them up. */
export async function factsToShow(
  { slack, exchange }: Pick<LookCall, 'slack' | 'exchange'>,
  looker: Looker,
  approvals: readonly Approval[],
  question: (approval: Approval, looker: Looker, facts: Facts) => Sight,
): Promise<Facts> {
  const { person } = looker;
  const installation = knownInstallation(slack) ?? looker.installation;
  const groupIds = [...new Set(approvals.flatMap(groupIdsOf))];
  const subject = { person, groupIds, installation };
  const known = recentFacts(slack, subject);
  const needs = approvals.flatMap((approval) => {
    const sight = question(approval, looker, known);
    return sight.answer === 'unknown' ? sight.needs : [];
  });
  if (needs.length === 0) return known;

  // one look-up of the person answers every question about them
  const byKey = new Map(needs.map((need) => [need.type === 'group' ? need.id : '', need]));
  const lookUps = [...byKey.values()].slice(0, maxLookUps).map((need) => lookUpFacts(slack, subject, [need], noFacts));
  await deadline(Promise.all(lookUps), storeTimeLeft(exchange), () => null);
  return recentFacts(slack, subject);
}
