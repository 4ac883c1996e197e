import { usePage } from '../page-context.js';
import type { Changing } from './changing.js';

/** The scopes of the app. Slack refuses a method whose scope is missing. */
export function ScopeControls({ change }: Changing) {
  const { state } = usePage();
  return (
    <fieldset class="scopes">
      <legend>Scopes</legend>
      {state.conditions.scopes.map(({ scope, isGranted }) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={isGranted}
            onChange={() => change({ type: isGranted ? 'take_scope' : 'grant_scope', scope })}
          />
          <code>{scope}</code>
        </label>
      ))}
    </fieldset>
  );
}
