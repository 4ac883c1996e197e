/** What an approval may hold. Slack's own limits are in `slack/blocks/limits.ts`. */
export const limits = {
  /** Copies of one card, over all channels. */
  copies: 20,
  /** Votes that an approval takes, checked and unchecked together. */
  votes: 100,
  /** Votes that wait for facts about their voter. */
  uncheckedVotes: 20,
  /** A full history takes no progress, amendment or reminder; the decision and its delivery always fit. */
  historyEntries: 300,
  /** Steps of one kind, and the characters of a step's name. */
  steps: 20,
  stepLength: 75,
  /** People that a quorum can ask for. */
  quorum: 100,
  keyLength: 2_000,
  requesterLength: 200,
  /** Reasons and details are cut here, visibly. In UTF-16 units. */
  reasonLength: 500,
  /** How a program's vote came (`via`). */
  viaLength: 100,
  payloadBytes: 32 * 1024,
  /** Levels of objects and lists within a payload. */
  payloadDepth: 64,
  contentBytes: 8 * 1024,
  /** A stored record. */
  recordBytes: 256 * 1024,
  /** Where a record stops growing by anything but votes, a decision and outcomes, so that these always fit. */
  growthBytes: 224 * 1024,
} as const;
