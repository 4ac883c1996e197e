/**
 * A person of the simulated world.
 *
 * With only an id, an ordinary member of the simulated workspace.
 */
export interface SimulatedPerson {
  readonly id: string;
  /** @default the id in small letters */
  readonly name?: string;
  /** The home team; a team other than the installation's makes the person an outsider. @default the installation's */
  readonly teamId?: string;
  /** @default null */
  readonly enterpriseId?: string | null;
  /** @default false */
  readonly guest?: boolean;
  /** A guest of one channel; implies a guest. @default false */
  readonly singleChannelGuest?: boolean;
  /** @default false */
  readonly bot?: boolean;
  /** Deactivated. @default false */
  readonly deleted?: boolean;
}

/** A channel. With only an id it is public and open, and only the app is in it. */
export interface SimulatedChannel {
  readonly id: string;
  /** @default the id in small letters */
  readonly name?: string;
  /** The people in it; for the app there is `appIsMember`. @default [] */
  readonly members?: readonly string[];
  /** @default true */
  readonly appIsMember?: boolean;
  /** @default false */
  readonly archived?: boolean;
  /** @default false */
  readonly private?: boolean;
  /** Slack Connect: people of another company are in it. @default false */
  readonly externallyShared?: boolean;
}

/** A user group. With only an id it is empty. */
export interface SimulatedUsergroup {
  readonly id: string;
  /** What people write after `@`. @default the id in small letters */
  readonly handle?: string;
  /** @default [] */
  readonly users?: readonly string[];
  /** Slack answers `plan_upgrade_required` for it. @default false */
  readonly planUpgradeRequired?: boolean;
  /** @default false */
  readonly disabled?: boolean;
}

export type PersonRecord = Required<SimulatedPerson>;
export type ChannelRecord = Required<SimulatedChannel>;
export type UsergroupRecord = Required<SimulatedUsergroup>;

/**
 * The people, channels, user groups and scopes of the workspace.
 *
 * Entries are merged by id into what is there already; `scopes` replaces the app's scopes.
 */
export interface WorldChanges {
  readonly people?: readonly SimulatedPerson[];
  readonly channels?: readonly SimulatedChannel[];
  readonly usergroups?: readonly SimulatedUsergroup[];
  readonly scopes?: readonly string[];
}
