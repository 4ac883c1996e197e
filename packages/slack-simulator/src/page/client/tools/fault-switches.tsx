import type { StandingFault } from '../../../simulator/faults.js';
import { usePage } from '../page-context.js';

const faults: readonly { readonly fault: StandingFault | null; readonly name: string; readonly about: string }[] = [
  { fault: null, name: 'Slack works', about: 'Every call is answered.' },
  { fault: 'rate_limit', name: 'Too many requests', about: '429 with Retry-After: 1. Nothing is done.' },
  {
    fault: 'lose_response',
    name: 'Loses the answer',
    about: 'The work is done, and the connection closes without a word.',
  },
  { fault: 'hang', name: 'Hangs', about: 'The work is done, and no answer ever comes.' },
  { fault: 'status', name: 'Is down', about: '503. Nothing is done.' },
];

/** What Slack does with every call of the app from now on. */
export function FaultSwitches() {
  const { state, act } = usePage();
  return (
    <fieldset class="choices">
      <legend>What Slack does with every call of the app</legend>
      {faults.map(({ fault, name, about }) => (
        <label key={name}>
          <input
            type="radio"
            name="fault"
            checked={state.standingFault === fault}
            onChange={() => act({ type: 'switch_fault', fault })}
          />
          <span>
            <strong>{name}</strong>
            <small>{about}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
