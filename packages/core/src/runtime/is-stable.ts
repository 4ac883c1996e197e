import { canonicalJson } from '../record/hashing/canonical-json.js';
import type { KindDefinition } from './runtime.js';

/** Tells whether the schema of a kind accepts a payload and returns it as it is. Without a schema, any payload is. */
export async function isStable({ schema }: KindDefinition, payload: unknown): Promise<boolean> {
  if (schema === null) return true;
  const result = await schema['~standard'].validate(payload);
  return result.issues === undefined && canonicalJson(result.value) === canonicalJson(payload);
}
