import type { Action } from './actions.js';
import { type Role, roles } from './people.js';
import { allStates, type State } from './states.js';
import { type Cell, walk } from './walk.js';

/** A cell, and where it stands. */
export interface PlacedCell extends Cell {
  readonly action: Action;
  readonly state: State;
  readonly role: Role;
}

const walked = new Map<Action, Promise<readonly PlacedCell[]>>();

/** All cells of an action, walked once in a process. Those that cannot be are left out. */
export function cellsOf(action: Action): Promise<readonly PlacedCell[]> {
  const known = walked.get(action) ?? walkAction(action);
  walked.set(action, known);
  return known;
}

export function nameOf({ action, state, role }: PlacedCell): string {
  return `${action} | ${state} | ${role}`;
}

async function walkAction(action: Action): Promise<readonly PlacedCell[]> {
  const cells: PlacedCell[] = [];
  for (const state of allStates) {
    for (const role of roles) {
      const cell = await walk(action, state, role);
      if (cell !== null) cells.push({ action, state, role, ...cell });
    }
  }
  return cells;
}
