import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { SimulatorError } from '../simulator-error.js';
import { emptyState, type State } from './model.js';

const version = 1;

/** The state a file holds, or an empty one where there is no file yet. */
export function readState(path: string): State {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (Object(cause).code === 'ENOENT') return emptyState();
    throw unreadable(path, cause);
  }
  try {
    const parsed: { readonly version: number; readonly state: State } = JSON.parse(text);
    if (parsed.version === version) return { ...emptyState(), ...parsed.state };
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, undefined);
}

/** Writes a whole new file and moves it into place: a process killed at any point leaves the old state or the new one. */
export function writeState(path: string, state: State): void {
  // §5 chat.postEphemeral: not persisted
  const messages = state.messages.filter((message) => message.ephemeralFor === null);
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, JSON.stringify({ version, state: { ...state, messages } }), { mode: 0o600 });
  renameSync(beside, path);
}

function unreadable(path: string, cause: unknown): SimulatorError {
  return new SimulatorError(
    'state_file_unreadable',
    `Expected a simulator state in ${path}, got something else: move the file away.`,
    { cause },
  );
}
