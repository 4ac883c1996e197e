import type { Model } from '../model/model.js';
import { knownMessage } from '../options/known-options.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { ServerParts } from '../server.js';
import { changeChannel, type Inviting, inviteApp } from './app-membership.js';
import { deleteMessage, lockMessage, lockThread } from './message-changes.js';
import type { SlackConditions } from './slack-conditions.js';

type WithoutGetters = Omit<SlackConditions, 'failing'>;

/** Everything that makes Slack refuse calls, and mends it. */
export function createConditions({ model, faults }: Pick<ServerParts, 'model' | 'faults'>, inviting: Inviting) {
  return {
    async inviteApp(channelId, options = {}) {
      refuseUnknownKeys('inviteApp', options, { inviter: true });
      return await inviteApp(inviting, channelId, options.inviter);
    },
    removeApp: (channelId) => changeChannel(model, channelId, { appIsMember: false }),
    archive: (channelId) => changeChannel(model, channelId, { archived: true }),
    unarchive: (channelId) => changeChannel(model, channelId, { archived: false }),
    ...tokenConditions(model),
    grantScopes: (...scopes) => setScopes(model, [...model.world.scopes(), ...scopes]),
    takeScopes: (...scopes) =>
      setScopes(
        model,
        model.world.scopes().filter((scope) => !scopes.includes(scope)),
      ),
    ...messageConditions(model),
    mend(method) {
      faults.mend(method);
      model.changed();
    },
  } satisfies WithoutGetters;
}

function messageConditions(model: Model) {
  return {
    deleteMessage(message) {
      refuseUnknownKeys('deleteMessage', message, { ...knownMessage, userId: true });
      deleteMessage(model, message);
    },
    lockMessage(message) {
      refuseUnknownKeys('lockMessage', message, { ...knownMessage, error: true });
      const { channelId, ts, error = 'edit_window_closed' } = message;
      lockMessage(model, channelId, ts, error);
    },
    unlockMessage(message) {
      refuseUnknownKeys('unlockMessage', message, knownMessage);
      lockMessage(model, message.channelId, message.ts, null);
    },
    lockThread(message) {
      refuseUnknownKeys('lockThread', message, { ...knownMessage, error: true });
      const { channelId, ts, error = 'restricted_action_thread_locked' } = message;
      lockThread(model, channelId, ts, error);
    },
    unlockThread(message) {
      refuseUnknownKeys('unlockThread', message, knownMessage);
      lockThread(model, message.channelId, message.ts, null);
    },
  } satisfies Partial<SlackConditions>;
}

function tokenConditions(model: Model) {
  const { tokens } = model;
  const told = <Result>(result: Result): Result => {
    model.changed();
    return result;
  };
  return {
    rotateToken(options = {}) {
      refuseUnknownKeys('rotateToken', options, { old: true });
      return told(tokens.rotate(options.old ?? 'token_expired'));
    },
    refuseToken: (error = 'token_revoked') => told(tokens.refuseCurrent(error)),
    restoreTokens: () => told(tokens.restore()),
    uninstallApp: () => told(tokens.uninstall()),
    reinstallApp: () => told(tokens.rotate('account_inactive')),
  } satisfies Partial<SlackConditions>;
}

function setScopes(model: Model, scopes: readonly string[]): void {
  model.world.arrange({ scopes: [...new Set(scopes)] });
  model.changed();
}
