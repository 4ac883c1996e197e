/** What Slack knows about a person (§5 users.info, Slack Connect). */
export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  /** Home team; another one than the installation's makes an outsider. */
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly guest: boolean;
  readonly singleChannelGuest: boolean;
  readonly bot: boolean;
  readonly deleted: boolean;
}

export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  /** The people in it. The app is told by `appIsMember`. */
  readonly members: readonly string[];
  readonly appIsMember: boolean;
  readonly archived: boolean;
  readonly private: boolean;
  /** Slack Connect: people of another company are in it. */
  readonly externallyShared: boolean;
}

export interface UsergroupRecord {
  readonly id: string;
  readonly users: readonly string[];
  /** Slack answers `plan_upgrade_required` for it. */
  readonly planUpgradeRequired: boolean;
}

/** A person: only the id is needed, everything else falls back to an ordinary member of the simulated workspace. */
export type SimulatedPerson = Pick<PersonRecord, 'id'> & Partial<Omit<PersonRecord, 'id'>>;
/** A channel: only the id is needed, everything else falls back to an open public channel the app is in and nobody else. */
export type SimulatedChannel = Pick<ChannelRecord, 'id'> & Partial<Omit<ChannelRecord, 'id'>>;
/** A user group: only the id is needed, everything else falls back to a group of nobody. */
export type SimulatedUsergroup = Pick<UsergroupRecord, 'id'> & Partial<Omit<UsergroupRecord, 'id'>>;

/** Who and what is in the workspace. Entries are merged by id into what is there already; `scopes` replaces the app's scopes. */
export interface WorldChanges {
  readonly people?: readonly SimulatedPerson[];
  readonly channels?: readonly SimulatedChannel[];
  readonly usergroups?: readonly SimulatedUsergroup[];
  readonly scopes?: readonly string[];
}
