import type { KnownBlock } from '@slack/types';
import type { SlackConditions } from './conditions/slack-conditions.js';
import type { FailRule } from './fail-rule.js';
import type { WorldChanges } from './model/world-records.js';
import type { Sent } from './sent.js';

/**
 * How a simulator starts.
 *
 * The people, channels and user groups given are merged into the default ones.
 */
export interface SlackSimulatorOptions extends WorldChanges {
  /** @default 0, any free port. */
  readonly port?: number;
  /** The address to listen on. Anyone who can reach it can click as any person. @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Whether the simulator keeps the process running until it is closed. By default a program ends when nothing else keeps it
   * running, so a test that fails before `close()` does not hold its runner. Set it where the simulator is the whole program.
   *
   * @default false
   */
  readonly holdProcess?: boolean;
  /** Where clicks, submissions, commands and events are sent. Can be set later. */
  readonly requestUrl?: string;
  /** Keeps messages, views, response URLs and counters in this file, written before any call is answered. */
  readonly stateFile?: string;
  /** Epoch milliseconds: message ids, signatures, expiry and rate limits follow it. @default Date.now */
  readonly clock?: () => number;
  /**
   * Slack's documented rates: one post a second for each channel, and the per-minute tier of the other methods. Slack allows short
   * bursts of posts without saying how long: `postBurst` is how many this one stores at once (1 = none). `false`: no limit at all.
   * @default { postBurst: 10 }
   */
  readonly rateLimits?: false | { readonly postBurst: number };
  /**
   * The bot events that the app subscribes to, as its manifest lists them. The simulator sends these without being asked;
   * `member_joined_channel` needs `channels:read` as well, or `groups:read` for a private channel.
   * @default ['app_home_opened', 'member_joined_channel']
   */
  readonly events?: readonly string[];
  /** The slash commands that the page offers, as an app's manifest lists them. People can type others too. @default none */
  readonly commands?: readonly SlashCommandHint[];
  /**
   * Called when the clock is put forward, by `jump` or in the page, so that the app's clock can follow.
   *
   * If you set `clock`, move it here: the simulator never moves it.
   */
  readonly onClockJump?: (ms: number) => void | Promise<void>;
  /** Buttons of the page for events outside of Slack. */
  readonly buttons?: readonly PageButton[];
  /** Instants that the page offers to jump to, e.g. a reminder or an expiry, besides the dates in messages. */
  readonly upcoming?: () => readonly Upcoming[] | Promise<readonly Upcoming[]>;
}

/** A slash command as people see it while they type. */
export interface SlashCommandHint {
  readonly command: string;
  readonly description: string;
  /** What can follow, such as `list | show <id>`. */
  readonly usageHint?: string;
}

/** A button of the page for an event outside of Slack, such as an alert that fires. */
export interface PageButton {
  readonly label: string;
  /** A few words under it. */
  readonly about?: string;
  /** If it throws, the page shows the error's message. */
  readonly press: () => void | Promise<void>;
}

/** Something that will happen at an instant of the app's clock, in epoch milliseconds. */
export interface Upcoming {
  readonly label: string;
  readonly at: number;
}

/** A message in a channel, as it is now. */
export interface SimulatedMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The one person who sees it, or null if the whole channel does. */
  readonly ephemeralFor: string | null;
  readonly threadTs: string | null;
  /** A reply in a thread that is shown in the channel as well (`reply_broadcast`). */
  readonly isBroadcast: boolean;
  /**
   * The people in the channel whom Slack notified when this was posted: those it mentions, by name or in a user group; in a direct
   * message its person. An update notifies no one.
   */
  readonly notified: readonly string[];
  /** How Slack parses `text`: as last sent, `client` after an update that did not say, null after a post that did not. */
  readonly parse: string | null;
}

/** A modal or Home tab as its person sees it now. */
export interface SimulatedView {
  readonly id: string;
  readonly title: string | null;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly hash: string;
  readonly blocks: readonly KnownBlock[];
  /** The errors of the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** A click: the person, the message and the button. */
export interface MessageClick {
  readonly userId: string;
  /** A channel, a direct message (`D…`), or a person (`U…`) for the direct message with them. */
  readonly channelId: string;
  readonly ts: string;
  readonly actionId: string;
  /** The button's value, if several buttons have this action id. */
  readonly value?: string;
  /** The value of the chosen option, if the element is a static select, radio buttons or an overflow menu. */
  readonly option?: string;
  /** The values of all options that are chosen then, if the element is checkboxes or a multi-select. */
  readonly options?: readonly string[];
  /** The chosen day, such as `2026-01-31`, if the element is a date picker. */
  readonly date?: string;
  /** The block of the element, if elements of several blocks have this action id. */
  readonly blockId?: string;
}

/** A click in an open modal or the Home tab: the person, the view and the button. */
export interface ViewClick {
  readonly userId: string;
  readonly viewId: string;
  readonly actionId: string;
  readonly value?: string;
  readonly option?: string;
  readonly options?: readonly string[];
  readonly date?: string;
  readonly blockId?: string;
}

/** One request that came in or went out. */
export interface TrafficEntry {
  readonly at: number;
  readonly direction: 'in' | 'out';
  /** In: the Web API method or `response_url`. Out: `block_actions`, `view_submission`, `slash_command`, `event_callback`, `url_verification`. */
  readonly method: string;
  /** The HTTP status sent or received; 0 if there was none. */
  readonly status: number;
  /** Slack's error code and its reason, the injected fault, or why an outgoing request failed. */
  readonly detail: string | null;
}

/** A Slack workspace with one installed app, on loopback. */
export interface SlackSimulator extends SlackConditions, AsyncDisposable {
  readonly url: string;
  /** The page for a browser. */
  readonly pageUrl: string;
  /** For `WebClient`'s `slackApiUrl`; ends in `/api/`. */
  readonly apiUrl: string;
  /** The bot token that was issued last. */
  readonly botToken: string;
  /** Opens Socket Mode connections. */
  readonly appToken: string;
  readonly signingSecret: string;
  readonly appId: string;
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
  /** Where clicks, commands and events go. While it is null, they go to the app's Socket Mode connections. */
  requestUrl: string | null;
  /**
   * The messages of a channel, oldest first. A person's id names the direct message with them; an unknown id has no messages.
   * With `asUser`, only what that person can see.
   */
  messages(channelId: string, options?: { readonly asUser?: string }): readonly SimulatedMessage[];
  /** The person's open modals; the last one is on top of its stack. */
  views(userId: string): readonly SimulatedView[];
  /** The person's Home tab, or null before it is published. */
  home(userId: string): SimulatedView | null;
  /** Presses a button of a message, a modal or a Home tab. @throws {SimulatorError} the button does not exist, or the person cannot see it */
  click(options: MessageClick | ViewClick): Promise<Sent>;
  /**
   * Submits the modal on top. `values` are the texts of its inputs, or the values of the options chosen in them, by action id or block
   * id: a list for checkboxes and multi-selects. An empty text or list empties an input, and other inputs keep their initial values.
   * An empty 200 closes the view, a `response_action` is carried out, any other response leaves the view open.
   */
  submit(options: {
    readonly userId: string;
    readonly viewId: string;
    readonly values: Readonly<Record<string, string | readonly string[]>>;
  }): Promise<Sent>;
  /** Types a slash command. The response body is shown in the channel, only to the person unless it says otherwise. */
  command(options: {
    readonly userId: string;
    readonly channelId: string;
    readonly command: string;
    readonly text: string;
  }): Promise<Sent>;
  /**
   * Sends an Events API event, and again at once if that failed; you get the last result. The two later retries follow
   * the clock, see `retryEvents`. `{ type: 'url_verification', challenge }` is sent without an envelope and once, as Slack does.
   */
  event<Event extends { readonly type: string }>(event: Event): Promise<Sent>;
  /** Sends the event retries that are due by `clock`. Without a `clock` of your own they also send themselves. */
  retryEvents(): Promise<readonly Sent[]>;
  /** Asks the app to reopen its Socket Mode connections, as Slack does now and then. Until it does, the app cannot be reached. */
  refreshConnections(): void;
  /** Makes the next calls of a method fail. Rules are used up in the order given; `mend` ends them. */
  fail(rule: FailRule): void;
  /**
   * Puts the clock forward by so many milliseconds.
   *
   * Then `onClockJump` is called, and the event retries that are due by now are sent.
   *
   * @throws {SimulatorError} cannot_jump — not forward, or you set `clock` without `onClockJump`
   */
  jump(ms: number): Promise<void>;
  /** Changes the people, channels, user groups and scopes of the workspace. The app gets no event. */
  arrange(changes: WorldChanges): void;
  /** The newest 10,000 requests, in the order they were answered. No bodies, tokens or response URLs. */
  readonly traffic: readonly TrafficEntry[];
  /** Back to the start: no messages, views, faults or traffic, the people and channels of the options, the first token. `requestUrl` stays. */
  reset(): void;
  /** Ends the server at once, hanging requests included. `await using` calls it at the end of the block. */
  close(): Promise<void>;
}
