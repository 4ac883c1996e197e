import { useState } from 'preact/hooks';
import { WarningIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import type { Changing } from './changing.js';
import { ChannelControls } from './channel-controls.js';
import { RefusalControls } from './refusal-controls.js';
import { ScopeControls } from './scope-controls.js';
import { TokenControls } from './token-controls.js';

/** Conditions under which Slack refuses the app, and how to end them. */
export function WorkspacePanel() {
  const { act } = usePage();
  const [problem, setProblem] = useState<string | null>(null);
  const change: Changing['change'] = async (action) => setProblem(await act(action));
  return (
    <div class="workspace-panel">
      {problem !== null && (
        <p class="problem" role="alert">
          <WarningIcon />
          {problem}
        </p>
      )}
      <ChannelControls change={change} />
      <TokenControls change={change} />
      <ScopeControls change={change} />
      <RefusalControls change={change} />
    </div>
  );
}
