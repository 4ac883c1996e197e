import { useState } from 'preact/hooks';
import { WarningIcon } from '../icons.js';
import { usePage } from '../page-context.js';

/** Events outside of Slack: the buttons that your program gave to the simulator. */
export function EventButtons() {
  const { state, act } = usePage();
  const [pressed, setPressed] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const press = async (label: string): Promise<void> => {
    setPressed(label);
    setProblem(await act({ type: 'press_button', label }).finally(() => setPressed(null)));
  };
  return (
    <div class="events">
      {problem !== null && (
        <p class="problem" role="alert">
          <WarningIcon />
          {problem}
        </p>
      )}
      {state.buttons.map(({ label, about }) => (
        <div key={label}>
          <button
            type="button"
            class="button"
            disabled={pressed !== null}
            aria-busy={pressed === label}
            onClick={() => press(label)}
          >
            {label}
          </button>
          {about !== null && <small>{about}</small>}
        </div>
      ))}
    </div>
  );
}
