// The methods that programs call. Loaded with the first call, so that a cold start that answers a click doesn't load them.
import { erase, redeliver, repost } from '../commands/follow-up.js';
import { reportProgress } from '../commands/report-progress.js';
import { withdrawById } from '../commands/withdraw.js';
import { SlackApprovalError } from '../errors.js';
import { announce } from '../events/announce.js';
import { carryOut } from '../kinds/carry-out.js';
import { kindMethods } from '../kinds/kind-methods.js';
import { request } from '../kinds/request.js';
import type { Loaded } from '../record/loaded.js';
import { runObserved } from '../runtime/run-observed.js';
import type { Runtime } from '../runtime/runtime.js';
import { loadOurs } from '../storage/load.js';
import { toApproval } from '../views/to-approval.js';
import { explain } from '../votes/explain.js';
import { pendingFor } from '../votes/pending-for.js';
import { programVote } from '../votes/program-vote.js';
import { evidence } from './evidence.js';
import { health } from './health.js';
import { list } from './list.js';
import { permalink } from './permalink.js';
import type { ProgramMethods } from './program-names.js';
import { slackOf } from './slack-of.js';

export { announce, carryOut, kindMethods, runObserved };

/** The methods of `Approvals` that only programs call. */
export function programMethods(app: Runtime): ProgramMethods {
  return {
    request: async (options) => await request(app, options),
    async get(id) {
      const found = await find(app, id);
      return found === null ? null : toApproval(found.record);
    },
    list: async (query = {}) => await list(app, query),
    permalink: async (id) => await permalink(slackOf(app), await find(app, id)),
    withdraw: async (id, options) => await withdrawById(app, id, options),
    reportProgress: async (id, update) => await reportProgress(app, id, update),
    vote: async (id, vote) => await programVote(app, slackOf(app), id, vote),
    history: async (id) => (await find(app, id))?.record.history ?? [],
    evidence: async (id) => await evidence(app, id),
    async erase(id) {
      const result = await erase(app, id);
      if (result.ok) return;
      throw new SlackApprovalError(result.code === 'not_found' ? 'not_found' : 'invalid_argument', result.explanation);
    },
    redeliver: async (id) => await redeliver(app, id, null),
    repost: async (id) => await repost(app, id),
    explain: async (id, person, answer) => await explain(app, await find(app, id), person, answer),
    pendingFor: async (person, options = {}) => await pendingFor(app, slackOf(app), person, options),
    health: async () => await health(app),
  };
}

async function find(app: Runtime, id: string): Promise<Loaded | null> {
  const found = await loadOurs(app, id);
  return found.type === 'loaded' ? found : null;
}
