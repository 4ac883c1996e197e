import { type ErrorCode, SlackApprovalError } from '../errors.js';

/** Everything wrong with some options, so that it can be said at once. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** @throws {SlackApprovalError} the problem's code, or `invalid_options` where there are several — any problem */
export function throwProblems(what: string, problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const code = others.every((problem) => problem.code === first.code) ? first.code : 'invalid_options';
  throw new SlackApprovalError(
    code,
    `${what} cannot be used:\n${problems.map((problem) => `- ${problem.code}: ${problem.message}`).join('\n')}`,
  );
}
