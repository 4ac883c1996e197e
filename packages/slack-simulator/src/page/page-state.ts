import type { KnownBlock } from '@slack/types';
import type { StandingFault } from '../simulator/faults.js';
import type { ThreadRefusal, UpdateRefusal } from '../simulator/model/model.js';
import type { PersonRecord, UsergroupRecord } from '../simulator/model/world-records.js';
import type { SlashCommandHint, Upcoming } from '../simulator/slack-simulator.js';
import type { WatchedExchange } from '../simulator/traffic.js';
import type { PageConditions } from './workspace/page-conditions.js';

/** What the page draws: everything that one person sees, and the simulator's own controls. */
export interface PageState {
  /** The name of the workspace. */
  readonly workspace: string;
  readonly conditions: PageConditions;
  readonly me: PagePerson;
  readonly people: readonly PagePerson[];
  readonly app: { readonly name: string; readonly botUserId: string };
  /** The person's conversations, and the names of all channels for mentions of them. */
  readonly conversations: readonly PageConversation[];
  readonly channelNames: Readonly<Record<string, string>>;
  readonly usergroups: readonly PageUsergroup[];
  readonly messages: readonly PageMessage[];
  readonly home: PageView | null;
  /** The person's open modals, the one on top last. */
  readonly modals: readonly PageView[];
  readonly commands: readonly SlashCommandHint[];
  /** Buttons for events outside of Slack, such as an alert that fires. */
  readonly buttons: readonly { readonly label: string; readonly about: string | null }[];
  readonly traffic: readonly WatchedExchange[];
  readonly standingFault: StandingFault | null;
  readonly clock: PageClock;
  /** The app's address, or null if it is not set yet. */
  readonly requestUrl: string | null;
}

interface PageClock {
  readonly now: number;
  readonly canJump: boolean;
  readonly appFollows: boolean;
  readonly upcoming: readonly Upcoming[];
}

export interface PagePerson extends Pick<PersonRecord, 'id' | 'name'> {
  readonly role: 'member' | 'guest' | 'outsider' | 'bot' | 'deactivated';
}

interface PageUsergroup extends Pick<UsergroupRecord, 'id' | 'handle' | 'users'> {}

export interface PageConversation {
  readonly id: string;
  readonly name: string;
  readonly type: 'channel' | 'direct';
  readonly private: boolean;
  readonly archived: boolean;
  readonly externallyShared: boolean;
  readonly memberCount: number;
  readonly appIsMember: boolean;
  /** The newest message the person can see here, or null if they can see no message. */
  readonly latestTs: string | null;
}

export interface PageMessage {
  readonly ts: string;
  readonly channelId: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly onlyVisibleToMe: boolean;
  readonly threadTs: string | null;
  /** A reply that is shown in the channel as well. */
  readonly isBroadcast: boolean;
  /** Whom Slack notified of it when it was posted. */
  readonly notified: readonly string[];
  /** Slack's error for a reply to it; null while it takes replies. */
  readonly threadLockedBy: ThreadRefusal | null;
  /** Slack's error for an update of it; null while the app may change it. */
  readonly lockedBy: UpdateRefusal | null;
}

export interface PageView {
  readonly id: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: readonly KnownBlock[];
  /** The errors of the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}
