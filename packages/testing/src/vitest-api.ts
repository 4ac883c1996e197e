import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import type * as Vitest from 'vitest';

/**
 * The vitest that runs the calling test file. An import of vitest cannot give it: it would cost users of the simulator 100 ms
 * and fail where vitest is absent, `require` refuses it, and a second copy would not know the running file.
 * Vitest keeps its API on the global object, for `import.meta.vitest`: that is always the right instance.
 *
 * @throws {SlackApprovalError} invalid_argument — outside a test file that vitest runs.
 */
export function runningVitest(caller: string): typeof Vitest {
  const api: typeof Vitest | undefined = Reflect.get(globalThis, '__vitest_index__');
  if (api !== undefined) return api;
  throw new SlackApprovalError('invalid_argument', `${caller} registers vitest tests: call it in a file vitest runs.`);
}
