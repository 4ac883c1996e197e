import { shownWith } from '../simulator/elements/block-state.js';
import { findConversation } from '../simulator/model/conversations.js';
import { installation, teamDomain } from '../simulator/model/default-world.js';
import { canSee } from '../simulator/model/messages.js';
import type { Model, StoredMessage, StoredView } from '../simulator/model/model.js';
import { findHome, isHome } from '../simulator/model/views.js';
import type { ChannelRecord, PersonRecord } from '../simulator/model/world-records.js';
import { withBlockIds } from '../simulator/payload-parts.js';
import type { PageConversation, PageMessage, PagePerson, PageState, PageView } from './page-state.js';

/** The page shows only the newest messages of a conversation. */
const maxMessages = 200;

type SeenByOne = Pick<
  PageState,
  | 'workspace'
  | 'me'
  | 'people'
  | 'app'
  | 'conversations'
  | 'channelNames'
  | 'usergroups'
  | 'messages'
  | 'home'
  | 'modals'
>;

/** Reads what one person sees of the workspace; `conversationId` is the conversation they look at. */
export function readPageState(model: Model, person: PersonRecord, conversationId: string | null): SeenByOne {
  const { world, state } = model;
  const home = findHome(model, person.id);
  const modals = state.views.filter((stored) => stored.userId === person.id && !isHome(stored));
  const open = conversationId === null ? null : findConversation(model, conversationId);
  return {
    workspace: teamDomain,
    me: pagePerson(person),
    people: world.people().map(pagePerson),
    app: { name: world.person(installation.botUserId)?.name ?? 'app', botUserId: installation.botUserId },
    conversations: conversationsOf(model, person),
    channelNames: Object.fromEntries(world.channels().map(({ id, name }) => [id, name])),
    usergroups: world.usergroups().map(({ id, handle, users }) => ({ id, handle, users })),
    messages:
      open === null
        ? []
        : visible(model, open, person.id)
            .slice(-maxMessages)
            .map((message) => pageMessage(model, message)),
    home: home === null ? null : pageView(home),
    modals: modals.map(pageView),
  };
}

function pagePerson({ id, name, deleted, bot, teamId, guest, singleChannelGuest }: PersonRecord): PagePerson {
  const role = (): PagePerson['role'] => {
    if (deleted) return 'deactivated';
    if (bot) return 'bot';
    if (teamId !== installation.teamId) return 'outsider';
    return guest || singleChannelGuest ? 'guest' : 'member';
  };
  return { id, name, role: role() };
}

function visible(model: Model, conversation: ChannelRecord, userId: string): readonly StoredMessage[] {
  return model.state.messages.filter(
    (message) => message.channelId === conversation.id && canSee(conversation, message, userId),
  );
}

function conversationsOf(model: Model, person: PersonRecord): readonly PageConversation[] {
  const channels = model.world.channels().filter(({ members }) => members.includes(person.id));
  const direct = model.state.directChannels.find(({ userId }) => userId === person.id);
  const opened = direct === undefined ? null : findConversation(model, direct.id);
  const describe = (record: ChannelRecord, type: PageConversation['type']): PageConversation => ({
    id: record.id,
    name: record.name,
    type,
    private: record.private,
    archived: record.archived,
    externallyShared: record.externallyShared,
    memberCount: record.members.length,
    appIsMember: record.appIsMember,
    latestTs: visible(model, record, person.id).at(-1)?.ts ?? null,
  });
  const listed = channels.map((channel) => describe(channel, 'channel'));
  return opened === null ? listed : [...listed, describe(opened, 'direct')];
}

function pageMessage(model: Model, message: StoredMessage): PageMessage {
  const { ts, channelId, text, blocks, ephemeralFor, threadTs } = message;
  const { isBroadcast = false, notified = [], lockedBy = null } = message;
  const threadLockedBy =
    model.state.lockedThreads.find((locked) => locked.channelId === channelId && locked.ts === ts)?.error ?? null;
  return {
    ...{ ts, channelId, text, blocks, onlyVisibleToMe: ephemeralFor !== null },
    ...{ threadTs, isBroadcast, threadLockedBy, notified, lockedBy },
  };
}

/** A view as the page draws it; a modal without a `close` text gets Slack's. */
function pageView({ id, view, errors, chosen = {} }: StoredView): PageView {
  const isModal = view.type === 'modal';
  return {
    id,
    title: isModal ? view.title.text : '',
    submit: isModal ? (view.submit?.text ?? null) : null,
    close: (isModal ? view.close?.text : undefined) ?? 'Close',
    blocks: shownWith(withBlockIds(view.blocks), chosen),
    errors,
  };
}
