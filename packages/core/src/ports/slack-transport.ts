import type { KnownBlock, View } from '@slack/types';
import type { Installation } from '../domain/model/installation.js';

/**
 * How a call to Slack ended.
 *
 * - `retry`: nothing was done; retry after `afterMs`, or with the usual backoff if that is null.
 * - `waiting`: the call works once a person has fixed the cause; with `isAppWide`, no call of this app works until then.
 * - `gone`: the message was deleted, or can no longer be changed.
 * - `unfit`: Slack refuses what was sent, and would refuse it again.
 * - `unknown`: the call may have worked: the response was lost, cut off or unreadable.
 *
 * `reason` is Slack's error code, or a few words if Slack gave none.
 */
export type SlackOutcome<Value> =
  | { readonly type: 'ok'; readonly value: Value }
  | { readonly type: 'retry'; readonly afterMs: number | null; readonly reason: string }
  | {
      readonly type: 'waiting';
      readonly reason: string;
      readonly isAppWide: boolean;
      /** The missing scope, if that is the cause. */
      readonly needed: string | null;
    }
  | { readonly type: 'gone' | 'unfit'; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

/** A message for a channel: blocks, and the fallback text for notifications. */
export interface CardMessage {
  readonly channelId: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The message to whose thread it is posted. @default the channel */
  readonly threadTs?: string;
  /** It is shown in the channel of its thread as well. @default false */
  readonly isBroadcast?: boolean;
  readonly metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, string>> };
}

/** The fields of `users.info` that decide whether a person may vote. */
export interface PersonRecord {
  readonly guest: boolean;
  readonly bot: boolean;
  readonly deleted: boolean;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/** A modal as Slack has shown it. Its hash changes with its content; null: Slack did not tell. */
export type ShownModal = { readonly viewId: string; readonly hash: string } | null;

/**
 * The Slack Web API as this library needs it.
 *
 * A method reports errors of Slack and of the network as an outcome and never throws them. It does not retry, and it ends within
 * 10 s (`openView` and `pushView`: 1.5 s).
 */
export interface SlackTransport {
  post(message: CardMessage): Promise<SlackOutcome<{ readonly channelId: string; readonly ts: string }>>;
  update(message: CardMessage & { readonly ts: string }): Promise<SlackOutcome<null>>;
  ephemeral(message: CardMessage & { readonly userId: string }): Promise<SlackOutcome<null>>;
  directMessage(message: {
    readonly userId: string;
    readonly text: string;
    readonly blocks: readonly KnownBlock[];
  }): Promise<SlackOutcome<null>>;
  openView(triggerId: string, view: View): Promise<SlackOutcome<ShownModal>>;
  /** Opens a modal on top of the one that was clicked; closing it returns there. */
  pushView(triggerId: string, view: View): Promise<SlackOutcome<ShownModal>>;
  /** @param hash - it changes nothing if the modal has another hash by then */
  updateView(viewId: string, view: View, hash?: string): Promise<SlackOutcome<ShownModal>>;
  /** @param hash - it changes nothing if the Home has another hash by then */
  publishHome(userId: string, view: View, hash?: string): Promise<SlackOutcome<null>>;
  /** The address of a message, for people. */
  permalink(channelId: string, ts: string): Promise<SlackOutcome<string>>;
  groupMembers(groupId: string): Promise<SlackOutcome<readonly string[]>>;
  person(userId: string): Promise<SlackOutcome<PersonRecord>>;
  /** Which installation the bot token belongs to, from `auth.test`. */
  installation(): Promise<SlackOutcome<Installation>>;
}
