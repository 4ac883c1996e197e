import { isRecord } from '../rules/shape-rules.js';
import { findConversation } from './conversations.js';
import type { Model, StoredMessage } from './model.js';

interface Mentioned {
  readonly people: Set<string>;
  readonly groups: Set<string>;
  isEveryone: boolean;
}

/** §4: what a text says between `<` and `>`, with or without a label. */
const mention = /<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+)|!(here|channel|everyone))(?:\|[^>]*)?>/g;
/** §4: what Slack takes for a mention in a text that it parses. */
const spokenToAll = /(?:^|[\s(])@(?:here|channel|everyone)\b/;

/**
 * The people whom Slack notifies of a message when it is posted, as the channel lists its members: those it mentions, by name or in a
 * user group; in a direct message its person. Only people in the channel, no bots, and no one of a private message.
 */
export function notifiedPeople(
  model: Model,
  message: Pick<StoredMessage, 'channelId' | 'text' | 'blocks' | 'parse' | 'ephemeralFor'>,
): readonly string[] {
  const conversation = findConversation(model, message.channelId);
  if (conversation === null || message.ephemeralFor !== null) return [];
  const isDirect = model.state.directChannels.some(({ id }) => id === conversation.id);
  const found = mentionedIn(message);
  const inGroups = [...found.groups].flatMap((id) => model.world.usergroup(id)?.users ?? []);
  return conversation.members.filter((id) => {
    const person = model.world.person(id);
    if (person === null || person.bot || person.deleted) return false;
    return isDirect || found.isEveryone || found.people.has(id) || inGroups.includes(id);
  });
}

/** §5: where a message has blocks, its text is only what notifications show. */
function mentionedIn({ text, blocks, parse }: Pick<StoredMessage, 'text' | 'blocks' | 'parse'>): Mentioned {
  const found: Mentioned = { people: new Set(), groups: new Set(), isEveryone: false };
  if (blocks.length === 0) addMarkup(found, text, parse !== 'none');
  else for (const block of blocks) addPart(found, block);
  return found;
}

function addMarkup(found: Mentioned, text: string, isParsed: boolean): void {
  for (const [, person, group, range] of text.matchAll(mention)) {
    if (person !== undefined) found.people.add(person);
    if (group !== undefined) found.groups.add(group);
    if (range !== undefined) found.isEveryone = true;
  }
  if (isParsed && spokenToAll.test(text)) found.isEveryone = true;
}

/** §4: markup texts mention, and the elements of rich text. A plain text never does, nor does a confirm dialog. */
function addPart(found: Mentioned, part: unknown): void {
  if (Array.isArray(part)) for (const one of part) addPart(found, one);
  if (!isRecord(part)) return;
  const { type, text, verbatim, user_id, usergroup_id } = part;
  if (type === 'mrkdwn') addMarkup(found, String(text), verbatim !== true);
  if (type === 'user') found.people.add(String(user_id));
  if (type === 'usergroup') found.groups.add(String(usergroup_id));
  if (type === 'broadcast') found.isEveryone = true;
  for (const [name, inner] of Object.entries(part)) if (name !== 'confirm') addPart(found, inner);
}
