import { type ErrorCode, SlackApprovalError } from '../errors.js';

/** One problem with some options. They are collected, so that one error reports all of them. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** @throws {SlackApprovalError} the problem's code, or `invalid_options` for different codes — there is a problem */
export function throwProblems(what: string, problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const code = others.every((problem) => problem.code === first.code) ? first.code : 'invalid_options';
  throw new SlackApprovalError(
    code,
    `${what} cannot be used:\n${problems.map((problem) => `- ${problem.code}: ${problem.message}`).join('\n')}`,
  );
}
