import { useEffect, useState } from 'preact/hooks';
import { AppTabs } from './app-tabs.js';
import { BlockList } from './blocks/block-list.js';
import { type BlockOwner, OwnerProvider } from './blocks/block-owner.js';
import { WarningIcon } from './icons.js';
import { usePage } from './page-context.js';
import type { Walk } from './sidebar.js';

/** The app's Home for this person; opening it sends an event to the app. */
export function AppHome({ onWalk }: Walk) {
  const { state, act } = usePage();
  const { home } = state;
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    act({ type: 'open_home' }).then(setProblem, () => setProblem('The simulator did not answer.'));
  }, [state.me.id]);
  const owner: BlockOwner = {
    heading: 'h2',
    values: {},
    errors: {},
    setValue: () => undefined,
    async press(actionId, pressed) {
      if (home === null) return;
      setProblem(await act({ type: 'click_in_view', viewId: home.id, actionId, ...pressed }));
    },
  };
  return (
    <>
      <AppTabs at="home" onWalk={onWalk} />
      <div class="app-home">
        {problem !== null && (
          <p class="problem" role="alert">
            <WarningIcon />
            {problem}
          </p>
        )}
        {home === null ? (
          <p class="nothing">{state.app.name} has not drawn a Home for you.</p>
        ) : (
          <OwnerProvider value={owner}>
            <BlockList blocks={home.blocks} />
          </OwnerProvider>
        )}
      </div>
    </>
  );
}
