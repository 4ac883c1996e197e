import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import { minute, second } from '../world/world.js';
import { type Action, actions } from './actions.js';
import { buildScene, type Scene } from './build-states.js';
import { openDesk } from './desk.js';
import { type Role, userIdOf } from './people.js';
import { type Seen, seenIn } from './read-seen.js';
import { storedIn } from './read-stored.js';
import { hasOwnVote, isImpossible, type State } from './states.js';

/** What one person's action came to. */
export interface Cell extends Seen {
  /** What was added to the record. */
  readonly stored: readonly string[];
}

const scenes = new Map<string, Promise<Scene>>();

/** Each state is built once; those that depend on who acts, once for each person. */
function sceneOf(state: State, role: Role): Promise<Scene> {
  const key = hasOwnVote(state) ? `${state} ${role}` : state;
  const known = scenes.get(key) ?? buildScene(state, role);
  scenes.set(key, known);
  return known;
}

/** A person acts on an approval in some state, and the work that follows is done. null: they can't be in that state. */
export async function walk(action: Action, state: State, role: Role): Promise<Cell | null> {
  if (isImpossible(state, role)) return null;
  const scene = await sceneOf(state, role);
  const store = await storeWith(scene);
  const clock = fixedClock(scene.now);
  const { kind } = scene;
  const isSlackSilent = role === 'unknown';
  const desk = openDesk({ kind, store, clock, isSlackSilent, sink: state === 'approved_owed' ? 'waits' : 'takes' });
  const bodyNow = async () => (await store.get(scene.id))?.body ?? null;

  const before = await bodyNow();
  const response = await desk.approvals.handleVerified(actions[action].payload({ scene, state, role }));
  await desk.approvals.flush();
  const after = await bodyNow();
  if (after !== before) {
    // updates of a card are a few seconds apart, and a person is looked up for two minutes
    for (const ms of [5 * second, 3 * minute]) {
      clock.advance(ms);
      await desk.work();
      if (!isBeingChecked(await bodyNow())) break;
    }
  }
  const own = userIdOf(role, state === 'second_stage');
  return { stored: storedIn(before, after, await bodyNow()), ...seenIn(response, desk.shown, own) };
}

async function storeWith({ rows }: Scene): Promise<ApprovalStore> {
  const store = memoryStore();
  for (const row of rows) await store.put(row, 0);
  return store;
}

function isBeingChecked(body: string | null): boolean {
  return body?.includes('"unchecked":[{') === true;
}
