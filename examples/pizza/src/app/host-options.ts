import type { Approvals } from '@k8s-pizza/slack-approval';
import type { Route } from './route.js';

/** What serves Slack's requests and the app's own routes, whichever framework it is. */
export interface HostOptions {
  readonly approvals: Approvals;
  readonly routes: readonly Route[];
  readonly host: string;
  readonly port: number;
  readonly log: (line: string) => void;
}

/** Slack waits three seconds for an answer: what takes longer has nobody to be answered any more. */
export const finishWithinMs = 3_000;
