import { type CheckResult, notChecked } from './check.js';

/** The line for what cannot be looked into without a package that is not there. */
export function missingPackages(code: string, names: readonly string[]): CheckResult {
  return notChecked(code, `It takes ${names.join(' and ')}: npm install ${names.join(' ')}, here or beside the app.`);
}
