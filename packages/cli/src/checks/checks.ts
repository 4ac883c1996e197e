import type { Check } from '../doctor/check.js';
import { appToken } from './app-token.js';
import { approvers } from './approvers.js';
import { channel } from './channel.js';
import { clock } from './clock.js';
import { cluster } from './cluster.js';
import { customer } from './customer.js';
import { decisionSecret } from './decision-secret.js';
import { functionUrl } from './function-url.js';
import { localApp } from './local-app.js';
import { requestUrls } from './request-urls.js';
import { signingSecret } from './signing-secret.js';
import { slackScopes } from './slack-scopes.js';
import { slackToken } from './slack-token.js';
import { store } from './store.js';
import { variables } from './variables.js';

/** All checks, in the order of the report. */
export const checks: readonly Check[] = [
  ...[variables, slackToken, slackScopes, clock, appToken, signingSecret],
  ...[localApp, requestUrls],
  ...[channel, approvers],
  ...[store, functionUrl, decisionSecret, cluster, customer],
];
