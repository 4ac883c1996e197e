import type { Outbox } from '../../simulator/outbound/outbox.js';
import type { Sent } from '../../simulator/sent.js';
import type { SlackSimulator } from '../../simulator/slack-simulator.js';
import { type WorkspaceAction, workspaceShapes } from './workspace-action.js';

export function isWorkspaceAction(action: { readonly type: string }): action is WorkspaceAction {
  return Object.hasOwn(workspaceShapes, action.type);
}

interface WorkspaceParts {
  readonly simulator: SlackSimulator;
  readonly outbox: Outbox;
}

/** Changes the workspace. @returns what the app answered, or null if nothing was sent to it */
export async function doWorkspaceAction(
  { simulator, outbox }: WorkspaceParts,
  userId: string,
  action: WorkspaceAction,
): Promise<Sent | null> {
  if (action.type !== 'invite_app') {
    change(simulator, userId, action);
    return null;
  }
  // the person who looks at the page invites, if they are in the channel
  const members = outbox.model.world.channel(action.channelId)?.members ?? [];
  return await simulator.inviteApp(action.channelId, members.includes(userId) ? { inviter: userId } : {});
}

function change(
  simulator: SlackSimulator,
  userId: string,
  action: Exclude<WorkspaceAction, { readonly type: 'invite_app' }>,
): unknown {
  switch (action.type) {
    case 'remove_app':
      return simulator.removeApp(action.channelId);
    case 'archive':
      return simulator.archive(action.channelId);
    case 'unarchive':
      return simulator.unarchive(action.channelId);
    case 'rotate_token':
      return simulator.rotateToken();
    case 'refuse_token':
      return simulator.refuseToken(action.error);
    case 'restore_tokens':
      return simulator.restoreTokens();
    case 'uninstall_app':
      return simulator.uninstallApp();
    case 'reinstall_app':
      return simulator.reinstallApp();
    case 'grant_scope':
      return simulator.grantScopes(action.scope);
    case 'take_scope':
      return simulator.takeScopes(action.scope);
    case 'refuse_calls':
      return simulator.fail({ method: action.method, how: 'error', error: action.error, times: 'until_mended' });
    case 'mend':
      return simulator.mend(action.method);
    case 'delete_message':
      return simulator.deleteMessage({ ...messageOf(action), userId });
    case 'lock_message':
      return simulator.lockMessage(messageOf(action));
    case 'unlock_message':
      return simulator.unlockMessage(messageOf(action));
    case 'lock_thread':
      return simulator.lockThread(messageOf(action));
    case 'unlock_thread':
      return simulator.unlockThread(messageOf(action));
    default:
      return action satisfies never;
  }
}

function messageOf<Action extends WorkspaceAction>({ type: _, ...message }: Action): Omit<Action, 'type'> {
  return message;
}
