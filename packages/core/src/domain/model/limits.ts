/** The limits of one approval. Slack's own limits are in `slack/blocks/limits.ts`. */
export const limits = {
  /** Copies of one card, over all channels. */
  copies: 20,
  /** Votes on one approval, checked and unchecked together. */
  votes: 100,
  /** How often a person may change their vote on a revision, or take it back. */
  changes: 5,
  /** The same for everybody together, because every change is an entry of the history. */
  allChanges: 100,
  /** Votes that wait for facts about the voter. */
  uncheckedVotes: 20,
  /** A full history refuses progress, amendments and reminders. The decision and its delivery always fit. */
  historyEntries: 300,
  /** Stages of one approval. */
  stages: 10,
  /** Characters in the name of a stage. */
  stageLength: 75,
  /** Steps of one kind. */
  steps: 20,
  /** Characters in the name of a step. */
  stepLength: 75,
  /** The largest quorum. */
  quorum: 100,
  keyLength: 2_000,
  requesterLength: 200,
  /** Inputs of one kind. */
  inputs: 20,
  /** Options of one input, and characters in the value of one. */
  selectOptions: 100,
  optionLength: 75,
  /** A longer reason or detail is cut and ends in `…`. In UTF-16 units. */
  reasonLength: 500,
  /** So many votes of an approval can have a reason of that length, changed ones among them. */
  wholeReasons: 20,
  /** The length of the reasons after those. */
  lateReasonLength: 100,
  /** Characters in a program vote's `via`. */
  viaLength: 100,
  payloadBytes: 32 * 1024,
  /** How deeply objects and lists can be nested in a payload. */
  payloadDepth: 64,
  contentBytes: 8 * 1024,
  /** What a sink returned, as JSON. */
  resultBytes: 8 * 1024,
  /** The size of a stored record. */
  recordBytes: 256 * 1024,
  /** A larger record grows only by votes, its decision and outcomes, so that these always fit into `recordBytes`. */
  growthBytes: 224 * 1024,
} as const;

/** How long a notice is retried. */
export const noticeLastsMs = 10 * 60_000;
