import { useState } from 'preact/hooks';
import type { PageConversation } from '../../page-state.js';
import { AppTabs } from '../app-tabs.js';
import { HashIcon, LockIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import type { Walk } from '../sidebar.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';

export function Conversation({
  conversation,
  onThread,
  onWalk,
}: Walk & { readonly conversation: PageConversation; readonly onThread: (ts: string) => void }) {
  const { state } = usePage();
  // right after you switch, the messages of the previous conversation are still here
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
      {conversation.type === 'channel' && !conversation.appIsMember && !conversation.archived && (
        <AppIsAbsent channelId={conversation.id} />
      )}
      {conversation.archived ? (
        <p class="archived">This channel is archived: nothing can be posted here.</p>
      ) : (
        <Composer conversation={conversation} />
      )}
    </>
  );
}

/** Slack offers the invitation when the app is mentioned. Here it is offered to every person. */
function AppIsAbsent({ channelId }: { readonly channelId: string }) {
  const { state, act } = usePage();
  const [problem, setProblem] = useState<string | null>(null);
  const invite = async (): Promise<void> => setProblem(await act({ type: 'invite_app', channelId }));
  return (
    <p class="absent">
      <span role={problem === null ? undefined : 'alert'}>
        {problem ?? `${state.app.name} is not in this channel.`}
      </span>
      <button type="button" class="button" onClick={invite}>
        Invite {state.app.name}
      </button>
    </p>
  );
}
