import type { Approvals } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { HostUnderTest } from './host-under-test.js';

/** What a check works with; everything it opens is closed when it ends. */
export interface World {
  /** The host verifies and parses requests itself and calls `dispatch`, as Bolt does: it chooses the status of a refusal. */
  readonly verifiesItself: boolean;
  /** Real approvals, on a memory store and with a Slack that accepts every call. */
  readonly approvals: (store?: ApprovalStore) => Promise<Approvals>;
  /** Starts the host under test in front of the approvals. */
  readonly serve: (approvals: Approvals) => Promise<HostUnderTest>;
}

/** One sentence about every host, and its test. `run` rejects if the sentence is false. */
export interface Check {
  readonly title: string;
  /** Left out for a host that verifies and parses requests itself: there the adapter never sees raw bytes. */
  readonly needsRawBytes?: true;
  readonly run: (world: World) => Promise<void>;
}
