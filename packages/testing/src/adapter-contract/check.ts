import type { ApprovalStore, Approvals } from '@k8s-pizza/slack-approval';
import type * as Vitest from 'vitest';
import type { Door } from './door.js';

/** What a check works with; everything it opens is closed when it ends. */
export interface World {
  readonly expect: typeof Vitest.expect;
  /** The host verifies and parses requests itself and calls `dispatch`, as Bolt does: a refusal's status is its own. */
  readonly verifiesItself: boolean;
  /** Real approvals, on a store that forgets and beside a Slack that agrees to everything. */
  readonly approvals: (store?: ApprovalStore) => Promise<Approvals>;
  /** Starts the host under test in front of the approvals. */
  readonly serve: (approvals: Approvals) => Promise<Door>;
}

/** One sentence about every host, and what shows it. `run` rejects where the sentence is false. */
export interface Check {
  readonly title: string;
  /** Not asked of a host that verifies and parses requests itself: what it does with bytes is not the adapter's. */
  readonly rawDoor?: true;
  readonly run: (world: World) => Promise<void>;
}
