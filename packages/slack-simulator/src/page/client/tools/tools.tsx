import { useState } from 'preact/hooks';
import { CloseIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import { ClockPanel } from './clock-panel.js';
import { EventButtons } from './event-buttons.js';
import { FaultSwitches } from './fault-switches.js';
import { TrafficList } from './traffic-list.js';
import { WorkspacePanel } from './workspace-panel.js';

const always = ['Traffic', 'Workspace', 'Faults', 'Clock'] as const;
type Tab = (typeof always)[number] | 'Events';

/** The simulator's own panels, which Slack does not have: traffic, faults, the workspace, and the clock. */
export function Tools({ onClose }: { readonly onClose: () => void }) {
  const { state, act } = usePage();
  const { tokenRefusal, failing } = state.conditions;
  const isRefused = tokenRefusal !== null || failing.length > 0;
  const tabs: readonly Tab[] = state.buttons.length === 0 ? always : [...always, 'Events'];
  const [tab, setTab] = useState<Tab>('Traffic');
  return (
    <aside class="aside tools" aria-label="Simulator">
      <header class="place-header with-tabs">
        <h1>Simulator</h1>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
        <div class="tabs">
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={name === tab ? 'page' : undefined}
              onClick={() => setTab(name)}
            >
              {name}
              {name === 'Workspace' && isRefused && <span class="tag on">on</span>}
              {name === 'Faults' && state.standingFault !== null && <span class="tag on">on</span>}
            </button>
          ))}
        </div>
      </header>
      <div class="tools-body">
        {tab === 'Traffic' && <TrafficList />}
        {tab === 'Workspace' && <WorkspacePanel />}
        {tab === 'Faults' && <FaultSwitches />}
        {tab === 'Clock' && <ClockPanel />}
        {tab === 'Events' && <EventButtons />}
      </div>
      <footer class="tools-footer">
        <span>
          {state.requestUrl === null ? (
            'No app is connected yet.'
          ) : (
            <>
              Sends to <code>{state.requestUrl}</code>
            </>
          )}
        </span>
        <button type="button" class="link-button" onClick={() => act({ type: 'reset' })}>
          Forget everything
        </button>
      </footer>
    </aside>
  );
}
