import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { StateValues } from '../elements/block-state.js';
import { type AppTokens, createAppTokens } from './app-tokens.js';
import type { World } from './world.js';

/** Why Slack does not let the app change one message any more. */
export type UpdateRefusal = 'edit_window_closed' | 'cant_update_message';

/** Why Slack takes no reply to one message. */
export type ThreadRefusal = 'restricted_action_thread_locked' | 'cannot_reply_to_message';

export interface StoredMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly ephemeralFor: string | null;
  readonly threadTs: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly parse: string | null;
  /** A reply that is shown in the channel as well. Absent: it is not. */
  readonly isBroadcast?: boolean;
  /** The people whom Slack notified when it was posted. Absent in files of older versions. */
  readonly notified?: readonly string[];
  /** Null or absent while the app may change the message. */
  readonly lockedBy?: UpdateRefusal | null;
}

/** A view whose blocks have been checked. */
export type CheckedView = (Omit<ModalView, 'blocks'> & CheckedBlocks) | (Omit<HomeView, 'blocks'> & CheckedBlocks);
interface CheckedBlocks {
  readonly blocks: readonly KnownBlock[];
}

export interface StoredView {
  readonly id: string;
  readonly userId: string;
  readonly view: CheckedView;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly errors: Readonly<Record<string, string>>;
  /** What the person chose in elements that are no inputs. Absent: nothing. */
  readonly chosen?: StateValues;
}

export interface Trigger {
  readonly id: string;
  readonly userId: string;
  /** The modal it was handed out in, if any: what `views.push` stacks on. */
  readonly viewId: string | null;
  readonly issuedAt: number;
  readonly used: boolean;
}

export interface ResponseUrl {
  readonly path: string;
  readonly userId: string;
  readonly channelId: string;
  /** The message clicked on; null for a command. */
  readonly messageTs: string | null;
  readonly issuedAt: number;
  readonly useCount: number;
}

/** Everything Slack remembers. Plain JSON, so that it can be written to a file. */
export interface State {
  lastMicros: number;
  lastNumber: number;
  messages: StoredMessage[];
  /** Messages that are gone: their threads take no replies. */
  deleted: { readonly channelId: string; readonly ts: string }[];
  lockedThreads: { readonly channelId: string; readonly ts: string; readonly error: ThreadRefusal }[];
  directChannels: { readonly id: string; readonly userId: string }[];
  views: StoredView[];
  triggers: Trigger[];
  responseUrls: ResponseUrl[];
}

/** The state, the workspace, and the two counters. Call `changed` after you change `state`. */
export interface Model {
  readonly state: State;
  readonly world: World;
  readonly tokens: AppTokens;
  readonly now: () => number;
  /** A message id: seconds and microseconds of the clock, never the same twice and always rising. */
  nextTs(): string;
  nextId(prefix: string): string;
  changed(): void;
}

export function emptyState(): State {
  return {
    lastMicros: 0,
    lastNumber: 0,
    messages: [],
    deleted: [],
    lockedThreads: [],
    directChannels: [],
    views: [],
    triggers: [],
    responseUrls: [],
  };
}

/** Forgets what happened. The counters stay, so that an id is never used twice. */
export function clearState(state: State): void {
  const { lastMicros, lastNumber } = state;
  Object.assign(state, emptyState(), { lastMicros, lastNumber });
}

export function createModel(options: {
  readonly state: State;
  readonly world: World;
  readonly clock: () => number;
  readonly onChange: (state: State) => void;
}): Model {
  const { state } = options;
  return {
    state,
    world: options.world,
    tokens: createAppTokens(),
    now: options.clock,
    nextTs() {
      state.lastMicros = Math.max(Math.floor(options.clock()) * 1000, state.lastMicros + 1);
      const digits = String(state.lastMicros).padStart(7, '0');
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    nextId(prefix) {
      state.lastNumber += 1;
      return `${prefix}0${String(state.lastNumber).padStart(8, '0')}`;
    },
    changed: () => options.onChange(state),
  };
}
