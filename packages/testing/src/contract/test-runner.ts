/**
 * The functions by which a contract registers its tests.
 *
 * They are those of a test runner other than vitest, e.g. of `node:test`, or the globals of Jest. The runner must run the tests of a
 * contract one after the other.
 */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: TestFunction;
}

/**
 * Registers a test.
 *
 * `timeoutMs` is for runners that take it, such as Jest; `node:test` ignores it. The contract's own limit is shorter.
 */
export interface TestFunction {
  (name: string, body: () => Promise<void>, timeoutMs: number): unknown;
  /** Registers a test that is not run. Its name ends with the reason. */
  readonly skip: (name: string, body: () => Promise<void>) => unknown;
}
