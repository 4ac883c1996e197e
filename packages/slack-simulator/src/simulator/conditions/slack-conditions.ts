import type { FailRule } from '../fail-rule.js';
import type { ThreadRefusal, UpdateRefusal } from '../model/model.js';
import type { Sent } from '../sent.js';

/**
 * Conditions under which Slack refuses the app's calls, and how to end them.
 *
 * The page can do the same.
 */
export interface SlackConditions {
  /**
   * Invites the app into a channel, and sends it the event `member_joined_channel`.
   *
   * The event needs its subscription (`events`), `channels:read` or for a private channel `groups:read`, and an app that
   * is reached. `inviter` is a member of the channel, by default the first one.
   *
   * @returns how the app answered the event; null if the app was in the channel already, or gets no event
   * @throws {SimulatorError} unknown_channel, channel_archived, unknown_person, cannot_see
   */
  inviteApp(channelId: string, options?: { readonly inviter?: string }): Promise<Sent | null>;
  /** Removes the app from a channel. @throws {SimulatorError} unknown_channel */
  removeApp(channelId: string): void;
  /** Archives a channel. @throws {SimulatorError} unknown_channel */
  archive(channelId: string): void;
  /** Opens an archived channel again, with the same members. @throws {SimulatorError} unknown_channel */
  unarchive(channelId: string): void;
  /** Issues a new bot token; `botToken` is the new one. Slack refuses the old one, by default with `token_expired`. @returns the new token */
  rotateToken(options?: { readonly old?: 'token_expired' | 'token_revoked' }): string;
  /** Makes Slack refuse the current bot token. @param error - @default 'token_revoked' */
  refuseToken(error?: 'token_expired' | 'token_revoked' | 'invalid_auth'): void;
  /** Makes Slack accept every token again that it issued. The real Slack issues a new one instead. */
  restoreTokens(): void;
  /** Removes the app from the workspace: every token is `account_inactive`, and no event is sent. */
  uninstallApp(): void;
  /** Installs the app again. The old tokens stay `account_inactive`. @returns the new token */
  reinstallApp(): string;
  /** Gives the app scopes. */
  grantScopes(...scopes: readonly string[]): void;
  /** Takes scopes from the app: Slack refuses the methods that need them with `missing_scope`. */
  takeScopes(...scopes: readonly string[]): void;
  /** Deletes a message of the app, as a person with that right. @throws {SimulatorError} message_not_found, not_simulated — a private message */
  deleteMessage(message: { readonly userId: string; readonly channelId: string; readonly ts: string }): void;
  /** Stops the app from changing a message. @param message - `error` is Slack's error for an update, @default 'edit_window_closed' */
  lockMessage(message: { readonly channelId: string; readonly ts: string; readonly error?: UpdateRefusal }): void;
  /** Lets the app change the message again. */
  unlockMessage(message: { readonly channelId: string; readonly ts: string }): void;
  /**
   * Makes Slack refuse replies to a message. To a deleted message it refuses them as `thread_not_found`.
   *
   * @param message - `error` is Slack's error for a post in its thread, @default 'restricted_action_thread_locked'
   */
  lockThread(message: { readonly channelId: string; readonly ts: string; readonly error?: ThreadRefusal }): void;
  /** Lets the app reply to the message again. */
  unlockThread(message: { readonly channelId: string; readonly ts: string }): void;
  /** Ends the failures that `fail` started: those of one method (`*`: those for all methods), or all of them. */
  mend(method?: string): void;
  /** The failures that `fail` started and that are not used up, oldest first. */
  readonly failing: readonly FailRule[];
}
