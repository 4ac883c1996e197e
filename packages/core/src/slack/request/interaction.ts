import type { Installation } from '../../domain/model/installation.js';
import type { Person } from '../../domain/model/person.js';

/** One click on one element of a message, a modal or the App Home. */
export interface BlockAction extends Installation {
  readonly type: 'block_action';
  readonly user: Person;
  /** Null outside messages. */
  readonly channelId: string | null;
  readonly messageTs: string | null;
  readonly isEphemeral: boolean;
  readonly threadTs: string | null;
  /** Null in messages. */
  readonly viewId: string | null;
  /** The view is the App Home, not a modal. */
  readonly isHome: boolean;
  /** The view's `private_metadata`; null in messages. */
  readonly viewMetadata: string | null;
  /** It changes with the view's content; null in messages. */
  readonly viewHash: string | null;
  /** What the view's elements hold, as Slack sent it: undefined in messages. */
  readonly viewState: unknown;
  readonly actionId: string;
  readonly blockId: string | null;
  /** Of a button, or of the option that was chosen. */
  readonly value: string | null;
  readonly actionTs: string;
  /** Valid once, for 3 s. Source: docs.slack.dev/interactivity/handling-user-interaction */
  readonly triggerId: string | null;
  /**
   * A bearer secret, valid five times within 30 minutes: never log or store it.
   * Source: docs.slack.dev/interactivity/handling-user-interaction
   */
  readonly responseUrl: string | null;
}

export interface ViewSubmission extends Installation {
  readonly type: 'view_submission';
  readonly user: Person;
  readonly viewId: string;
  readonly callbackId: string | null;
  readonly privateMetadata: string;
  readonly hash: string | null;
  /** The entered values by block id. An empty input is absent. The object has no prototype. */
  readonly values: Readonly<Record<string, string>>;
  readonly triggerId: string | null;
}

/** A modal was closed. Slack does not always send it, so nothing may depend on it. */
export interface ViewClosed extends Installation {
  readonly type: 'view_closed';
  readonly user: Person;
  readonly viewId: string;
  readonly callbackId: string | null;
  readonly isCleared: boolean;
}

export interface SlashCommand extends Installation {
  readonly type: 'slash_command';
  readonly user: Person;
  readonly channelId: string | null;
  /** With its slash: `/approvals`. */
  readonly command: string;
  readonly text: string;
  readonly triggerId: string | null;
  /** A bearer secret, as in `BlockAction`. */
  readonly responseUrl: string | null;
}

export interface SlackEvent extends Installation {
  readonly type: 'event';
  /** The same in every retry by Slack. */
  readonly eventId: string;
  readonly eventType: string;
  readonly user: Person | null;
  readonly channelId: string | null;
  readonly tab: string | null;
  /** The `private_metadata` of the App Home as it was last published; null: none. */
  readonly viewMetadata: string | null;
  readonly text: string | null;
}

/** The app's own bot was added to a channel. */
export interface AppJoinedChannel extends Installation {
  readonly type: 'app_joined_channel';
  /** The same in every retry by Slack. */
  readonly eventId: string;
  readonly channelId: string;
}

/** Everything that Slack sends, reduced to the fields that this library uses. */
export type Interaction =
  | BlockAction
  | ViewSubmission
  | ViewClosed
  | SlashCommand
  | SlackEvent
  | AppJoinedChannel
  | { readonly type: 'url_verification'; readonly challenge: string }
  | { readonly type: 'ssl_check' }
  /** A type that this library does not handle. `what` can be logged. */
  | { readonly type: 'unsupported'; readonly what: string };
