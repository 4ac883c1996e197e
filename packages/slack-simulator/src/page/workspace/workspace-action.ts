import type { ThreadRefusal, UpdateRefusal } from '../../simulator/model/model.js';
import { isOneOf, isText, type Shape } from '../action-shape.js';

/** A change of the workspace, as the page sends it to the simulator. */
export type WorkspaceAction =
  | { readonly type: 'invite_app'; readonly channelId: string }
  | { readonly type: 'remove_app' | 'archive' | 'unarchive'; readonly channelId: string }
  | { readonly type: 'refuse_token'; readonly error: (typeof tokenErrors)[number] }
  | { readonly type: 'rotate_token' | 'restore_tokens' | 'uninstall_app' | 'reinstall_app' }
  | { readonly type: 'grant_scope' | 'take_scope'; readonly scope: string }
  | { readonly type: 'refuse_calls'; readonly method: string; readonly error: string }
  | { readonly type: 'mend'; readonly method: string }
  | { readonly type: 'lock_thread'; readonly channelId: string; readonly ts: string; readonly error: ThreadRefusal }
  | {
      readonly type: 'delete_message' | 'unlock_message' | 'unlock_thread';
      readonly channelId: string;
      readonly ts: string;
    }
  | {
      readonly type: 'lock_message';
      readonly channelId: string;
      readonly ts: string;
      readonly error: UpdateRefusal;
    };

const tokenErrors = ['token_expired', 'token_revoked', 'invalid_auth'] as const;
const updateErrors = ['edit_window_closed', 'cant_update_message'] as const satisfies readonly UpdateRefusal[];

const threadErrors = [
  'restricted_action_thread_locked',
  'cannot_reply_to_message',
] as const satisfies readonly ThreadRefusal[];

const ofChannel: Shape = { channelId: isText };
const ofMessage: Shape = { channelId: isText, ts: isText };

export const workspaceShapes: Readonly<Record<WorkspaceAction['type'], Shape>> = {
  invite_app: ofChannel,
  remove_app: ofChannel,
  archive: ofChannel,
  unarchive: ofChannel,
  rotate_token: {},
  refuse_token: { error: isOneOf(tokenErrors) },
  restore_tokens: {},
  uninstall_app: {},
  reinstall_app: {},
  grant_scope: { scope: isText },
  take_scope: { scope: isText },
  refuse_calls: { method: isText, error: isText },
  mend: { method: isText },
  delete_message: ofMessage,
  lock_message: { ...ofMessage, error: isOneOf(updateErrors) },
  unlock_message: ofMessage,
  lock_thread: { ...ofMessage, error: isOneOf(threadErrors) },
  unlock_thread: ofMessage,
};
