import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { beforeAll, describe, test } from 'vitest';
import { ask, change, choose, edit, expire, onBehalf, reject, vote, withdraw } from './deciding.js';
import { evidence } from './evidence.js';
import { amend, progress, redeliver } from './going-on.js';
import type { StartScenarioHost } from './host.js';
import { inbox } from './inbox.js';
import { observed } from './observed.js';
import { stages } from './stages.js';
import { type Place, type Step, steps } from './steps.js';
import { createWorld, type World } from './world.js';

/** An empty store of the scenario's own. */
export interface OpenedStore {
  readonly store: ApprovalStore;
  close(): Promise<void>;
}

interface ScenarioOptions extends Place {
  readonly start: StartScenarioHost;
  readonly open: () => Promise<OpenedStore>;
  /** Why it can't run here; `scripts/expected-skips.json` has to say the same. */
  readonly skip?: string | null;
}

const walks: Readonly<Record<Step, (world: World) => Promise<void>>> = {
  ask,
  vote,
  reject,
  expire,
  withdraw,
  'on behalf': onBehalf,
  amend,
  redeliver,
  progress,
  change,
  choose,
  edit,
  stages,
  evidence,
  inbox,
  observed,
};

/** Registers the life of approvals on one host and one store, each step a test. What people do is sent by a Slack simulator to the real host. */
export function scenario({ host, store, start, open, skip = null }: ScenarioOptions): void {
  describe(`the scenario on ${host} with ${store}`, () => {
    let opened: OpenedStore;
    let world: World;

    // each gives back how it is undone, so that what was opened is closed where the next one fails
    beforeAll(async () => {
      if (skip !== null) return undefined;
      opened = await open();
      return opened.close;
    });
    beforeAll(async () => {
      if (skip !== null) return undefined;
      world = await createWorld({ start, store: opened.store });
      return world.close;
    });

    for (const step of steps) {
      test(step, { meta: { scenario: { host, store, step } } }, async (context) => {
        if (skip !== null) context.skip(skip);
        await walks[step](world);
      });
    }
  });
}
