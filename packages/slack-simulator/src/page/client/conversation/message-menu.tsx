import { useState } from 'preact/hooks';
import type { PageMessage } from '../../page-state.js';
import type { WorkspaceAction } from '../../workspace/workspace-action.js';
import { MoreIcon } from '../icons.js';
import { usePage } from '../page-context.js';

/** What happens to a message without the app: a person deletes it, or Slack no longer lets the app change it. */
export function MessageMenu(props: {
  readonly message: PageMessage;
  readonly onProblem: (problem: string | null) => void;
}) {
  const { message, onProblem } = props;
  const { act } = usePage();
  const [isOpen, setOpen] = useState(false);
  const { channelId, ts, lockedBy, threadLockedBy } = message;
  const change = async (action: WorkspaceAction): Promise<void> => {
    setOpen(false);
    onProblem(await act(action));
  };
  return (
    <>
      <button
        type="button"
        class="icon-button more"
        aria-label="More actions"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
      >
        <MoreIcon />
      </button>
      {isOpen && (
        <div class="message-actions">
          <button type="button" class="button danger" onClick={() => change({ type: 'delete_message', channelId, ts })}>
            Delete message
          </button>
          {lockedBy === null ? (
            <button
              type="button"
              class="button"
              onClick={() => change({ type: 'lock_message', channelId, ts, error: 'edit_window_closed' })}
            >
              Close the edit window
            </button>
          ) : (
            <button type="button" class="button" onClick={() => change({ type: 'unlock_message', channelId, ts })}>
              Let the app change it
            </button>
          )}
          {threadLockedBy === null ? (
            <button
              type="button"
              class="button"
              onClick={() => change({ type: 'lock_thread', channelId, ts, error: 'restricted_action_thread_locked' })}
            >
              Lock the thread
            </button>
          ) : (
            <button type="button" class="button" onClick={() => change({ type: 'unlock_thread', channelId, ts })}>
              Unlock the thread
            </button>
          )}
        </div>
      )}
    </>
  );
}
