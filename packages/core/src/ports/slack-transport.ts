import type { KnownBlock, View } from '@slack/types';
import type { Installation } from '../domain/model/installation.js';

/**
 * How a call to Slack ended.
 *
 * - `retry`: nothing was done; the same call may work in `afterMs`.
 * - `waiting`: the same call works once somebody has mended the cause; `isAppWide`: no call of this app works until then.
 * - `gone`: the message is deleted or takes no change any more.
 * - `unfit`: Slack does not take what was sent.
 * - `unknown`: it may have happened: the answer was lost, cut or not understood.
 *
 * `reason` is Slack's error code, or a few words where Slack gave none.
 */
export type SlackOutcome<Value> =
  | { readonly type: 'ok'; readonly value: Value }
  | { readonly type: 'retry'; readonly afterMs: number | null; readonly reason: string }
  | {
      readonly type: 'waiting';
      readonly reason: string;
      readonly isAppWide: boolean;
      /** The scope that is missing, where that is the cause. */
      readonly needed: string | null;
    }
  | { readonly type: 'gone' | 'unfit'; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

/** A message for a channel: blocks, and the text for what shows no blocks. */
export interface CardMessage {
  readonly channelId: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly threadTs?: string;
  readonly metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, string>> };
}

/** What `users.info` says about a person, as far as it decides who may vote. */
export interface PersonRecord {
  readonly guest: boolean;
  readonly bot: boolean;
  readonly deleted: boolean;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/**
 * The Slack Web API as this library needs it.
 *
 * Nothing here throws for what Slack or the network does: that is an outcome. No method retries by itself, and each ends within
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
  openView(triggerId: string, view: View): Promise<SlackOutcome<null>>;
  /** Opens a modal on the one that was clicked: closing it leads back there. */
  pushView(triggerId: string, view: View): Promise<SlackOutcome<null>>;
  updateView(viewId: string, view: View): Promise<SlackOutcome<null>>;
  publishHome(userId: string, view: View): Promise<SlackOutcome<null>>;
  groupMembers(groupId: string): Promise<SlackOutcome<readonly string[]>>;
  person(userId: string): Promise<SlackOutcome<PersonRecord>>;
  /** Which installation the bot token belongs to, from `auth.test`. */
  installation(): Promise<SlackOutcome<Installation>>;
}
