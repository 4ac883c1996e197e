import { type Looker, mayLook, type Sight } from '../domain/access/may-look.js';
import { decideTick } from '../domain/decide/decide-tick.js';
import { evolveOn } from '../domain/evolve/evolve.js';
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
import { loadOurs } from '../storage/load.js';
import { groupIdsOf } from './facts.js';
import { knownInstallation } from './known-installation.js';
import { factsLately, lookUpFacts } from './look-up-facts.js';

type Looking = Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>;

/** Looking never asks Slack for more facts than this at once: what a vote needs must not wait for it. */
const maxLookUps = 6;

export function lookerOf(
  interaction: Installation & { readonly user: Person; readonly channelId: string | null },
): Looker {
  const { user, channelId, appId, teamId, enterpriseId } = interaction;
  return { person: user, channelId, installation: { appId, teamId, enterpriseId } };
}

/**
 * Who clicked. In a modal that was opened from a list in a channel they look from that channel, which they are in; a vote there
 * is still not one on a card in the channel.
 */
export function clickerOf(click: BlockAction): Looker {
  return lookerOf({ ...click, channelId: click.channelId ?? channelOfView(click.viewMetadata) });
}

/**
 * An approval as far as this person may see it. What they may not see is `missing`.
 *
 * @throws {SlackApprovalError} store_timeout — the store did not answer in time
 */
export async function lookAt(call: Looking, id: string, looker: Looker): Promise<LoadResult> {
  const { app, exchange } = call;
  const found = await inTime(exchange, loadOurs(app, id));
  if (found.type !== 'loaded') return found;
  const stored = found.record.approval;
  // an escalation that is due lets its people look already
  const approval = evolveOn(stored, decideTick(stored, app.clock()));
  const facts = await factsToShow(call, looker, [approval], mayLook);
  return mayLook(approval, looker, facts).answer === 'yes' ? found : { type: 'missing' };
}

/** The facts that a question about these approvals turns on: those learned lately, the others looked up as far as time allows. */
export async function factsToShow(
  { slack, exchange }: Pick<Looking, 'slack' | 'exchange'>,
  looker: Looker,
  approvals: readonly Approval[],
  question: (approval: Approval, looker: Looker, facts: Facts) => Sight,
): Promise<Facts> {
  const { person } = looker;
  const installation = knownInstallation(slack) ?? looker.installation;
  const groupIds = [...new Set(approvals.flatMap(groupIdsOf))];
  const known = factsLately(slack, person, groupIds, installation);
  const needs = approvals.flatMap((approval) => {
    const sight = question(approval, looker, known);
    return sight.answer === 'unknown' ? sight.needs : [];
  });
  if (needs.length === 0) return known;

  // one look at the person tells home and account alike
  const byKey = new Map(needs.map((need) => [need.type === 'group' ? need.id : '', need]));
  const asking = [...byKey.values()]
    .slice(0, maxLookUps)
    .map((need) => lookUpFacts(slack, person, [need], noFacts, installation));
  await deadline(Promise.all(asking), storeTimeLeft(exchange), () => null);
  return factsLately(slack, person, groupIds, installation);
}
