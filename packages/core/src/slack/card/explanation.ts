import { isUserId } from '../blocks/mrkdwn.js';
import { channelLeaf, dateLeaf, type Leaf, userLeaf } from '../blocks/rich-text.js';

const reasonFollows = ' The reason given: ';

/** An explanation, followed by the reason that a person gave. */
export function withReason(explanation: string, reason: string | null): string {
  return reason === null || reason === '' ? explanation : `${explanation}${reasonFollows}${reason}`;
}

/** What becomes live in an explanation. A channel only after our own words, because other people choose the names in it. */
const activePattern =
  /(<@[A-Z0-9]+>|(?<=please use the card in )<#[CGD][A-Z0-9]+>|(?<=before it was decided \()\d{4}-\d\d-\d\dT[\d:.]+Z(?=\)))/;

/**
 * An explanation as leaves. All of it is literal but mentions of people, the channel to go to, and the instant of a withdrawal.
 * A reason that a person gave is always literal.
 */
export function explanationLeaves(explanation: string): readonly Leaf[] {
  const end = explanation.indexOf(reasonFollows);
  const ours = end === -1 ? explanation : explanation.slice(0, end);
  // split by a pattern with a group, every second part is a match
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
