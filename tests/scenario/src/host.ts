import type { Approvals } from '@k8s-pizza/slack-approval';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';

/** A running host, and how the work of its approvals gets done on it. */
export interface ScenarioHost {
  /** Where Slack sends what people do; null: it goes through the socket that the host has opened. */
  readonly url: string | null;
  /** Waits for what an answer has left to do. */
  workOff(): Promise<unknown>;
  /** Does what is due now: what a poll or a timer is for. */
  takeUpDue(): Promise<unknown>;
  close(): Promise<void>;
}

export type StartScenarioHost = (approvals: Approvals, slack: SlackSimulator) => Promise<ScenarioHost>;

/** A long-running process, which does the work itself. */
export function livingOn(
  start: (approvals: Approvals, slack: SlackSimulator) => Promise<Pick<ScenarioHost, 'url' | 'close'>>,
): StartScenarioHost {
  return async (approvals, slack) => {
    const { url, close } = await start(approvals, slack);
    return { url, workOff: () => approvals.flush(), takeUpDue: () => approvals.processDue(), close };
  };
}
