import { useState } from 'preact/hooks';
import type { PageConditions } from '../../workspace/page-conditions.js';
import { usePage } from '../page-context.js';
import type { Changing } from './changing.js';

const errors = [
  'team_access_not_granted',
  'ekm_access_denied',
  'org_login_required',
  'two_factor_setup_required',
  'no_permission',
  'restricted_action',
  'restricted_action_read_only_channel',
];
const methods = [
  { method: '*', words: 'every call' },
  { method: 'chat.postMessage', words: 'chat.postMessage' },
  { method: 'chat.update', words: 'chat.update' },
];

/** Errors that depend on the workspace. Slack answers with them until someone changes it. */
export function RefusalControls({ change }: Changing) {
  const { state } = usePage();
  const [error, setError] = useState(errors[0] ?? '');
  const [method, setMethod] = useState('*');
  return (
    <section>
      <h2>Refuse calls until it is mended</h2>
      <div class="refuse">
        <select
          class="select"
          aria-label="Error"
          value={error}
          onChange={({ currentTarget }) => setError(currentTarget.value)}
        >
          {errors.map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </select>
        <select
          class="select"
          aria-label="Calls"
          value={method}
          onChange={({ currentTarget }) => setMethod(currentTarget.value)}
        >
          {methods.map(({ method: name, words }) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <button type="button" class="button" onClick={() => change({ type: 'refuse_calls', method, error })}>
          Refuse
        </button>
      </div>
      <ul class="condition-list">
        {state.conditions.failing.map((rule) => (
          <Failing key={`${rule.method} ${rule.times}`} rule={rule} change={change} />
        ))}
      </ul>
    </section>
  );
}

function Failing({ rule, change }: Changing & { readonly rule: PageConditions['failing'][number] }) {
  const { method, how, error = 'internal_error', times } = rule;
  const calls = methods.find((candidate) => candidate.method === method)?.words ?? method;
  return (
    <li>
      <span class="condition-name">{calls}</span>
      <span class="tag on">{how === 'error' ? error : how}</span>
      {times !== 'until_mended' && <span class="tag">{times} more</span>}
      <span class="condition-buttons">
        <button
          type="button"
          class="button"
          aria-label={`Mend: ${calls}`}
          onClick={() => change({ type: 'mend', method })}
        >
          Mend
        </button>
      </span>
    </li>
  );
}
