import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import { cleanEnvironment, isQuoted, secretNames } from '../doctor/clean-environment.js';
import type { Environment } from '../doctor/environment.js';
import { joinNames } from '../doctor/join-names.js';
import type { FileDifference } from '../doctor/read-env-file.js';
import { credentialFault } from '../options/credential-fault.js';

const othersIgnoreIt = 'The other lines of this report ignore it.';

/** Whether values have line breaks, blanks or quotation marks that do not belong to them. */
export const variables: Check = {
  id: 'variables',
  title: 'variables',
  async run(_environment, { given, settings }) {
    const results = [...secretResults(given), ...quotedResults(given), ...fileResults(settings.fileDifferences)];
    return results.length > 0
      ? results
      : ok('variables_ok', 'No line break, blank or quotation mark is part of a secret, and no other value is quoted.');
  },
};

/** One result for each kind of fault, since a file or a deployment gives all its variables the same one. */
function secretResults(given: Environment): readonly CheckResult[] {
  const found = new Map<string, readonly string[]>();
  for (const name of secretNames) {
    const value = given[name] ?? '';
    const fault = value.trim() === '' ? null : credentialFault(value);
    if (fault !== null) found.set(fault, [...(found.get(fault) ?? []), name]);
  }
  const clean = cleanEnvironment(given);
  return [...found].map(([fault, names]) => {
    const isMended = names.every((name) => credentialFault(clean[name] ?? '') === null);
    return secretResult(fault, names, isMended ? [othersIgnoreIt] : []);
  });
}

function secretResult(fault: string, names: readonly string[], hints: readonly string[]): CheckResult {
  const [first = '', ...others] = names;
  const [what = fault] = fault.split(': ');
  const rest = others.length === 0 ? '' : `, and so ${others.length === 1 ? 'does' : 'do'} ${joinNames(others)}`;
  const from = what.includes('line break')
    ? 'a file that echo has written ends with one, and Kubernetes keeps it'
    : 'docker run --env-file and Kubernetes keep every character';
  const mend = `Remove it where the variable is set: ${from}. With it, the app does not start, or every signature is wrong.`;
  return wrong('secret_unclean', `${first} ${what}${rest}.`, mend, ...hints);
}

function quotedResults(given: Environment): readonly CheckResult[] {
  const names = Object.keys(given).filter(
    (name) => readByDoctor.test(name) && !secretNames.includes(name) && isQuoted(given[name] ?? ''),
  );
  if (names.length === 0) return [];
  const what = names.length === 1 ? 'has quotation marks around its value' : 'have quotation marks around their values';
  return [
    wrong(
      'value_quoted',
      `${joinNames(names)} ${what}.`,
      'Remove them: docker run --env-file and Kubernetes keep them as part of the value.',
      'The other lines of this report ignore them.',
    ),
  ];
}

/** The variables that the doctor reads: others, such as `PS1`, may be quoted for a reason. */
const readByDoctor =
  /^(?:SLACK_(?:API_URL|CHANNEL|APPROVERS)|PUBLIC_URL|PORT|DATABASE_URL|AZURE_FUNCTION_URL|KUBERNETES_API_URL|KUBECONFIG|K8S_NAMESPACE|CUSTOMER_[A-Z_]+|DELIVERY_[A-Z_]+)$/;

function fileResults(differences: readonly FileDifference[]): readonly CheckResult[] {
  if (differences.length === 0) return [];
  const list = differences.map(({ name, of }) => `${name} (${of})`);
  return [
    notChecked(
      'env_file_ambiguous',
      `Programs differ in how they read these lines of the file: ${joinNames(list)}.`,
      'The doctor reads them as dotenv, Node and Docker Compose do: quotation marks, comments and blanks are not part of a value.',
      'docker run --env-file and kubectl create secret --from-env-file keep them, and refuse `export` and a blank before the =.',
      'Written as NAME=value, without any of these, every program reads the same.',
    ),
  ];
}

/** The result of a check of a secret that has such a character in the middle; null if it has none. */
export function uncleanResult(name: string, secret: string): CheckResult | null {
  return credentialFault(secret) === null
    ? null
    : notChecked('secret_unclean', `${name} has a character that cannot be part of it: see the line "variables".`);
}
