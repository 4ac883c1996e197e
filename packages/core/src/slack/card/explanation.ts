import { isUserId } from '../blocks/mrkdwn.js';
import { channelLeaf, dateLeaf, type Leaf, userLeaf } from '../blocks/rich-text.js';

const reasonFollows = ' The reason given: ';

/** An explanation of ours, and after it what somebody gave as the reason. */
export function withReason(explanation: string, reason: string | null): string {
  return reason === null || reason === '' ? explanation : `${explanation}${reasonFollows}${reason}`;
}

/** A channel is mentioned only after words of ours: the names in an explanation are other people's. */
const activePattern =
  /(<@[A-Z0-9]+>|(?<=please use the card in )<#[CGD][A-Z0-9]+>|(?<=before it was decided \()\d{4}-\d\d-\d\dT[\d:.]+Z(?=\)))/;

/**
 * An explanation of ours: everything literal but the mentions of people, of the channel to go to, and the instant of a withdrawal.
 * In what somebody gave as the reason all is literal.
 */
export function explanationLeaves(explanation: string): readonly Leaf[] {
  const end = explanation.indexOf(reasonFollows);
  const ours = end === -1 ? explanation : explanation.slice(0, end);
  // split by a group, every second part is what the group found
  const leaves = ours.split(activePattern).map((part, index) => (index % 2 === 1 ? activeLeaf(part) : part));
  return [...leaves, explanation.slice(ours.length)].filter((leaf) => leaf !== '');
}

function activeLeaf(found: string): Leaf {
  const instant = Date.parse(found);
  if (!Number.isNaN(instant)) return dateLeaf(instant, '{date_short_pretty} {time}');
  const id = found.slice(2, -1);
  if (found.startsWith('<#')) return channelLeaf(id);
  return isUserId(id) ? userLeaf(id) : found;
}
