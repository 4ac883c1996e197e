import type { Outbox } from '../../simulator/outbound/outbox.js';
import type { Sent } from '../../simulator/sent.js';
import type { SlackSimulator } from '../../simulator/slack-simulator.js';
import { type WorkspaceDeed, workspaceShapes } from './workspace-deed.js';

export function isWorkspaceDeed(deed: { readonly type: string }): deed is WorkspaceDeed {
  return Object.hasOwn(workspaceShapes, deed.type);
}

interface WorkspaceParts {
  readonly simulator: SlackSimulator;
  readonly outbox: Outbox;
}

/** Changes the workspace. @returns what the app answered, null where it was told nothing */
export async function doWorkspaceDeed(
  { simulator, outbox }: WorkspaceParts,
  userId: string,
  deed: WorkspaceDeed,
): Promise<Sent | null> {
  if (deed.type !== 'invite_app') {
    change(simulator, userId, deed);
    return null;
  }
  // by the person who looks at the page, where they are in the channel
  const members = outbox.model.world.channel(deed.channelId)?.members ?? [];
  return await simulator.inviteApp(deed.channelId, members.includes(userId) ? { inviter: userId } : {});
}

function change(
  simulator: SlackSimulator,
  userId: string,
  deed: Exclude<WorkspaceDeed, { readonly type: 'invite_app' }>,
): unknown {
  switch (deed.type) {
    case 'remove_app':
      return simulator.removeApp(deed.channelId);
    case 'archive':
      return simulator.archive(deed.channelId);
    case 'unarchive':
      return simulator.unarchive(deed.channelId);
    case 'rotate_token':
      return simulator.rotateToken();
    case 'refuse_token':
      return simulator.refuseToken(deed.error);
    case 'restore_tokens':
      return simulator.restoreTokens();
    case 'uninstall_app':
      return simulator.uninstallApp();
    case 'reinstall_app':
      return simulator.reinstallApp();
    case 'grant_scope':
      return simulator.grantScopes(deed.scope);
    case 'take_scope':
      return simulator.takeScopes(deed.scope);
    case 'refuse_calls':
      return simulator.fail({ method: deed.method, how: 'error', error: deed.error, times: 'until_mended' });
    case 'mend':
      return simulator.mend(deed.method);
    case 'delete_message':
      return simulator.deleteMessage({ ...messageOf(deed), userId });
    case 'lock_message':
      return simulator.lockMessage(messageOf(deed));
    case 'unlock_message':
      return simulator.unlockMessage(messageOf(deed));
    default:
      return deed satisfies never;
  }
}

function messageOf<Deed extends WorkspaceDeed>({ type: _, ...message }: Deed): Omit<Deed, 'type'> {
  return message;
}
