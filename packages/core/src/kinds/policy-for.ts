import type { Policy } from '../domain/model/policy.js';
import { type Problem, throwProblems } from '../options/problems.js';
import { unknownKeys } from '../options/unknown-keys.js';
import type { KindDefinition } from '../runtime/runtime.js';
import { compute } from './compute.js';
import { type AnyKindOptions, knownKindOptions } from './kind-options.js';
import { checkedPolicy, computedIn, type PlainOptions } from './read-policy.js';

/**
 * Returns the policy of a payload: it is computed, and checked like options that a program wrote.
 *
 * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy — a function threw, or returned what cannot be used
 */
export function policyFor(kind: string, options: AnyKindOptions, payload: unknown): Policy {
  const values = Object.fromEntries(
    computedIn(options).map((name) => [
      name,
      // as: it is a function, and takes what the schema returns
      compute(kind, name, options[name] as (payload: unknown) => unknown)(payload),
    ]),
  );
  const problems: Problem[] = unknownKeys(`The kind "${kind}"`, values, knownKindOptions).map((message) => ({
    code: 'invalid_options',
    message,
  }));
  // as: the functions are replaced by what they returned
  const computed = checkedPolicy({ ...options, ...values } as PlainOptions, problems);
  throwProblems(`For this payload the kind "${kind}"`, problems);
  return computed;
}

/** The kind with functions that name it, and the option, if they throw. */
export function withNamedFaults(kind: KindDefinition): KindDefinition {
  const { name, title, placesOf } = kind;
  return {
    ...kind,
    title: compute(name, 'title', title),
    placesOf: compute(name, 'channel', placesOf, 'invalid_argument'),
  };
}
