import type { Installation } from '../../domain/model/installation.js';
import type { Person } from '../../domain/model/person.js';

/** One click on one element of a message, a modal or the App Home. */
export interface BlockAction extends Installation {
  readonly type: 'block_action';
  readonly user: Person;
  /** null outside messages. */
  readonly channelId: string | null;
  readonly messageTs: string | null;
  readonly isEphemeral: boolean;
  readonly threadTs: string | null;
  /** null in messages. */
  readonly viewId: string | null;
  /** The view is the App Home, and no modal. */
  readonly isHome: boolean;
  /** What the app gave the view to keep; null in messages. */
  readonly viewMetadata: string | null;
  readonly actionId: string;
  readonly blockId: string | null;
  readonly value: string | null;
  readonly actionTs: string;
  /** Good once, for 3 s. */
  readonly triggerId: string | null;
  /** A bearer secret: good five times, for 30 min. Never logged, never stored. */
  readonly responseUrl: string | null;
}

export interface ViewSubmission extends Installation {
  readonly type: 'view_submission';
  readonly user: Person;
  readonly viewId: string;
  readonly callbackId: string | null;
  readonly privateMetadata: string;
  readonly hash: string | null;
  /** What was entered, by block id; an input left empty is absent. The object has no prototype. */
  readonly values: Readonly<Record<string, string>>;
  readonly triggerId: string | null;
}

/** Not guaranteed to arrive: never the only sign that somebody gave up. */
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
  /** The same over Slack's retries. */
  readonly eventId: string;
  readonly eventType: string;
  readonly user: Person | null;
  readonly channelId: string | null;
  readonly tab: string | null;
  readonly text: string | null;
}

/** The app's own bot is in a channel from now on: somebody invited it. */
export interface AppJoinedChannel extends Installation {
  readonly type: 'app_joined_channel';
  /** The same over Slack's retries. */
  readonly eventId: string;
  readonly channelId: string;
}

/** Everything Slack sends, read into the few fields this library uses. */
export type Interaction =
  | BlockAction
  | ViewSubmission
  | ViewClosed
  | SlashCommand
  | SlackEvent
  | AppJoinedChannel
  | { readonly type: 'url_verification'; readonly challenge: string }
  | { readonly type: 'ssl_check' }
  /** Understood to be none of ours. `what` is fit for a log. */
  | { readonly type: 'unsupported'; readonly what: string };
