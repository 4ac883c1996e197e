import type { PageConversation } from '../page-state.js';
import { AppTabs } from './app-tabs.js';
import { Composer } from './composer.js';
import { HashIcon, LockIcon } from './icons.js';
import { MessageList } from './message-list.js';
import { usePage } from './page-context.js';
import type { Walk } from './sidebar.js';

export function Conversation({
  conversation,
  onThread,
  onWalk,
}: Walk & { readonly conversation: PageConversation; readonly onThread: (ts: string) => void }) {
  const { state } = usePage();
  // right after a walk the messages of the place before are still here
  const messages = state.messages.filter(({ channelId }) => channelId === conversation.id);
  return (
    <>
      {conversation.type === 'direct' ? (
        <AppTabs at="messages" onWalk={onWalk} />
      ) : (
        <header class="place-header">
          <h1>
            {conversation.private ? <LockIcon /> : <HashIcon />}
            {conversation.name}
          </h1>
          <p class="members">
            {conversation.memberCount} {conversation.memberCount === 1 ? 'person' : 'people'}
          </p>
        </header>
      )}
      <MessageList messages={messages} onThread={onThread} />
      {conversation.archived ? (
        <p class="archived">This channel is archived: nothing can be posted here.</p>
      ) : (
        <Composer conversation={conversation} />
      )}
    </>
  );
}
