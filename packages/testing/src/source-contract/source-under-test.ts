import type { Approvals } from '@k8s-pizza/slack-approval';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import type { FixedClock } from '../fixed-clock.js';

/** What the contract gives a source: approvals, and where and whom they ask. */
export interface SourceWorld {
  /** Define the kinds that the source asks with. A source that makes its own approvals leaves them alone. */
  readonly approvals: Approvals;
  /** A source that makes its own approvals sets `requestUrl` to where they take clicks; null: Socket Mode. */
  readonly slack: SlackSimulator;
  readonly clock: FixedClock;
  /** The channel whose cards the contract reads. */
  readonly channelId: string;
  /** The person who answers, alone. */
  readonly approverId: string;
}

/** Something that is to be done once it is approved. */
export interface SourceQuestion {
  /** Names the question: lowercase letters, digits and hyphens. */
  readonly key: string;
  /** What to do it with: a word, which the card must show. */
  readonly argument: string;
  /** Does it. The source calls this with the argument that was approved, if it was. */
  readonly work: (argument: string) => void;
}

/** A program that asks, waits for the answer and acts on it. */
export interface SourceRun {
  /** Resolves, once the program has come to its end, with what it was told, such as its output or the text of an error. */
  readonly told: Promise<string>;
  /** Ends the program without notice, as SIGKILL does. It does nothing more. */
  kill(): Promise<void>;
}

/** A source that is running. */
export interface SourceUnderTest {
  /** Starts a program that asks this. Several can run at once. */
  run(question: SourceQuestion): SourceRun;
  close(): Promise<void>;
}

/** Starts what the source needs, such as a server. It is called once for each test. */
export type StartSource = (world: SourceWorld) => Promise<SourceUnderTest>;
