import { setTimeout as after } from 'node:timers/promises';
import { user, usergroup } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { type App, type AppSurroundings, createApp, type OrderKindOptions } from 'test-processes/app/create-app';
import {
  approvers,
  channelId,
  groupId,
  type KindName,
  kindNames,
  kindRules,
  type Settings,
  senderHeader,
} from './settings.js';

const maxLatencyMs = 8;

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
  const travel = () => after(Math.random() * maxLatencyMs);
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

function optionsOf(name: KindName): OrderKindOptions {
  const { quorum, looksUp, expiresInMs } = kindRules[name];
  return {
    channel: channelId,
    approvers: looksUp ? [usergroup(groupId)] : approvers.map(user),
    quorum,
    expiresIn: `${expiresInMs / 60_000}m`,
  };
}

/** Creates the app of one replica, on a store that is a few milliseconds away. */
export function createReplica(settings: Settings, surroundings: AppSurroundings): Promise<App<KindName>> {
  const { replica, forgetsVersions } = settings;
  return createApp(settings, surroundings, {
    // as: one entry for each name
    kinds: Object.fromEntries(kindNames.map((name) => [name, optionsOf(name)])) as Record<KindName, OrderKindOptions>,
    wrapStore: (store) => distant(forgetsVersions ? forgettingVersions(store) : store),
    deliveryHeaders: { [senderHeader]: String(replica) },
  });
}
