import { useEffect, useState } from 'preact/hooks';
import { AppHome } from './app-home.js';
import { Conversation } from './conversation/conversation.js';
import { Thread } from './conversation/thread.js';
import { failureWords } from './failure-words.js';
import { Modal } from './modal.js';
import { type Page, PageProvider } from './page-context.js';
import { sendPageAction } from './send-page-action.js';
import { Sidebar } from './sidebar.js';
import { Tools } from './tools/tools.js';
import { TopBar } from './top-bar.js';
import { homePlace, useAddress } from './use-address.js';
import { usePageState } from './use-page-state.js';

/** Beside the conversation: a thread, or the simulator's tools. */
type Aside = { readonly type: 'thread'; readonly ts: string } | { readonly type: 'tools' } | null;

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** From this width on there is room for the tools beside a conversation. */
const wide = 1280;

export function App() {
  const [address, go] = useAddress();
  const [aside, setAside] = useState<Aside>(innerWidth >= wide ? { type: 'tools' } : null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { state, connected } = usePageState(address.as, address.place);

  useEffect(() => {
    const first = state?.conversations[0];
    if (first !== undefined && address.place === null) go({ ...address, place: first.id });
  });
  if (state === null) return <p class="loading">{connected ? 'Looking…' : 'Waiting for the simulator…'}</p>;

  const act: Page['act'] = async (action) => {
    const { failure, error } = await sendPageAction(state.me.id, action);
    return failure === null ? error : failureWords(state.app.name, failure);
  };
  const walk = (place: string, as = state.me.id): void => {
    setMenuOpen(false);
    if (aside?.type === 'thread') setAside(null);
    go({ as, place });
  };
  const conversation = state.conversations.find(({ id }) => id === address.place);
  const modal = state.modals.at(-1);
  return (
    <PageProvider value={{ state, reader: { now: state.clock.now, timeZone }, act }}>
      <div class={`page ${isMenuOpen ? 'with-menu' : ''} ${aside === null ? '' : 'with-aside'}`}>
        <button type="button" class="skip" onClick={() => document.getElementById('place')?.focus()}>
          Skip to the messages
        </button>
        <TopBar
          connected={connected}
          isMenuOpen={isMenuOpen}
          onMenu={() => setMenuOpen(!isMenuOpen)}
          areToolsOpen={aside?.type === 'tools'}
          onTools={() => setAside(aside?.type === 'tools' ? null : { type: 'tools' })}
        />
        <Sidebar place={address.place} onWalk={walk} />
        <main id="place" tabIndex={-1}>
          {address.place === homePlace && <AppHome onWalk={walk} />}
          {conversation !== undefined && (
            <Conversation
              key={`${state.me.id} ${conversation.id}`}
              conversation={conversation}
              onThread={(ts) => setAside({ type: 'thread', ts })}
              onWalk={walk}
            />
          )}
          {conversation === undefined && address.place !== homePlace && (
            <p class="loading">{state.me.name} is not in this conversation. Choose another one.</p>
          )}
        </main>
        {aside?.type === 'thread' && <Thread ts={aside.ts} onClose={() => setAside(null)} />}
        {aside?.type === 'tools' && <Tools onClose={() => setAside(null)} />}
      </div>
      {modal !== undefined && <Modal key={modal.id} view={modal} depth={state.modals.length} />}
    </PageProvider>
  );
}
