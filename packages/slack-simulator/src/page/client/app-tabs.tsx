import { AppAvatar } from './avatar.js';
import { usePage } from './page-context.js';
import type { Walk } from './sidebar.js';
import { homePlace } from './use-address.js';

/** The two sides of an app: its Home, and the direct message with it. */
export function AppTabs({ at, onWalk }: Walk & { readonly at: 'home' | 'messages' }) {
  const { state } = usePage();
  const direct = state.conversations.find(({ type }) => type === 'direct');
  return (
    <header class="place-header with-tabs">
      <h1>
        <AppAvatar />
        {state.app.name}
        <span class="app-badge">APP</span>
      </h1>
      <div class="tabs">
        <button type="button" aria-current={at === 'home' ? 'page' : undefined} onClick={() => onWalk(homePlace)}>
          Home
        </button>
        <button
          type="button"
          aria-current={at === 'messages' ? 'page' : undefined}
          disabled={direct === undefined}
          onClick={() => onWalk(direct?.id ?? homePlace)}
        >
          Messages
        </button>
      </div>
    </header>
  );
}
