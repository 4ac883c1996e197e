import { setTimeout as after } from 'node:timers/promises';
import { type ApprovalStore, createApprovals, type Logger, user, usergroup, webhook } from '@k8s-pizza/slack-approval';
import type { Holds } from 'test-processes/holds';
import { openStore } from 'test-processes/open-store';
import { type App, orderKind, type Payload } from 'test-processes/order-kind';
import { storeWithStops } from 'test-processes/store-with-stops';
import {
  approvers,
  channelId,
  groupId,
  type KindName,
  kindRules,
  kinds,
  receiverSecret,
  type Settings,
  senderHeader,
} from './settings.js';

const mostLatencyMs = 8;

/** A store that overwrites what others stored since: two may win. */
function forgettingVersions(store: ApprovalStore): ApprovalStore {
  return {
    ...store,
    async put(row, expectedVersion) {
      const { version } = (await store.get(row.id)) ?? { version: 0 };
      return await store.put(row, Math.max(version, expectedVersion));
    },
  };
}

/** A store across a network: without it a file's answers come at once, and processes hardly ever meet. */
function distant(store: ApprovalStore): ApprovalStore {
  const travel = () => after(Math.random() * mostLatencyMs);
  return {
    ...store,
    async get(id) {
      await travel();
      return await store.get(id);
    },
    async put(row, expectedVersion) {
      await travel();
      return await store.put(row, expectedVersion);
    },
  };
}

export async function createApp(
  settings: Settings,
  holds: Holds,
  clock: () => number,
  logger: Logger,
): Promise<App<KindName>> {
  const { apiUrl, botToken: token, signingSecret, receiverUrl, replica, forgetsVersions } = settings;
  const opened = await openStore(settings.store);
  const store = storeWithStops(distant(forgetsVersions ? forgettingVersions(opened) : opened), holds);
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store, clock, logger });
  const defined = kinds.map((name) => {
    const { quorum, looksUp, expiresInMs } = kindRules[name];
    const kind = approvals.define<Payload, Payload>(name, {
      ...orderKind,
      channel: channelId,
      approvers: looksUp ? [usergroup(groupId)] : approvers.map(user),
      quorum,
      expiresIn: `${expiresInMs / 60_000}m`,
      sink: webhook(receiverUrl, { secret: receiverSecret, headers: { [senderHeader]: String(replica) } }),
    });
    return [name, kind];
  });
  // as: one entry for each name
  return { approvals, kinds: Object.fromEntries(defined) as App<KindName>['kinds'] };
}
