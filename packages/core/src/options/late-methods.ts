import { loadOnce } from './load-once.js';

type Methods<Names extends string> = { readonly [Name in Names]: (...args: never[]) => Promise<unknown> };

/**
 * Methods that are loaded when the first of them is called. They are the same methods: each passes its arguments on.
 *
 * A load that fails is tried again by the next call.
 */
export function lateMethods<Names extends string, Of extends Methods<Names>>(
  load: () => Promise<Of>,
  names: readonly Names[],
): Pick<Of, Names> {
  const loaded = loadOnce(load);
  const late = names.map((name) => [name, async (...args: never[]) => await (await loaded())[name](...args)] as const);
  // as: the names are those of the methods, and each is passed on as it is
  return Object.fromEntries(late) as Pick<Of, Names>;
}
