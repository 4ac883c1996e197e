/**
 * The key by which `await using` closes what it opened.
 *
 * Node 20.4 brings the symbol. Before that, compilers look for one of this name.
 */
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
