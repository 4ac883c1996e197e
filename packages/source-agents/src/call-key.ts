import { createHash } from 'node:crypto';
import type { GateOptions } from './gate-options.js';
import type { IdentifiedCall } from './tool-call.js';

/** The longest key that `ask` takes. */
const maxKeyLength = 2_000;

/** The key of a call: its conversation, its tool and its id, told apart whatever they contain. */
export function callKey({ conversation }: GateOptions, { tool, callId }: IdentifiedCall): string {
  const key = JSON.stringify([conversation, tool, callId]);
  // a model can make up a tool with a name of any length
  return key.length <= maxKeyLength ? key : JSON.stringify([conversation, '', hashOf(key)]);
}

function hashOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * Reads the conversation out of the key of an approval that a gate asked for.
 *
 * A sink finds the run to go on with by it: `conversationOf(decision.key)`.
 *
 * @returns null if the key is not of a gate
 */
export function conversationOf(key: string | null): string | null {
  const [conversation, ...others] = key === null ? [] : readList(key);
  return typeof conversation === 'string' && others.length === 2 ? conversation : null;
}

function readList(key: string): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(key);
    return Array.isArray(read) ? read : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
