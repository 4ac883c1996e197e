import { useState } from 'preact/hooks';
import { datesIn } from '../../text/dates-in-blocks.js';
import { formatSlackDate } from '../../text/format-slack-date.js';
import { usePage } from '../page-context.js';

const steps = [
  { words: '1 minute', ms: 60_000 },
  { words: '10 minutes', ms: 600_000 },
  { words: '1 hour', ms: 3_600_000 },
  { words: '1 day', ms: 86_400_000 },
];
/** Just past the instant, so that work due at that instant is due. */
const pastMs = 1_000;

/** The simulator's time, and buttons that jump ahead: by a duration, or to the next reminder, expiry and so on. */
export function ClockPanel() {
  const { state, reader, act } = usePage();
  const [problem, setProblem] = useState<string | null>(null);
  const { now, canJump, appFollows, upcoming } = state.clock;
  const tell = (at: number): string => formatSlackDate(at / 1_000, '{date_short_pretty} at {time_secs}', reader);
  const onCards = state.messages.flatMap(datesIn).map((at) => ({ label: 'A date in this conversation', at }));
  const instants = [...upcoming, ...onCards]
    .filter(({ at }, index, all) => at > now && all.findIndex((other) => other.at === at) === index)
    .sort((one, other) => one.at - other.at);
  const jump = async (ms: number): Promise<void> => setProblem(await act({ type: 'jump', ms }));
  return (
    <div class="clock">
      <p>
        It is <strong>{tell(now)}</strong> here.
      </p>
      <p class="follows">
        {appFollows
          ? 'The app’s clock follows.'
          : 'The app’s clock stays: after a jump of more than five minutes it refuses signatures as too new. Give the simulator onClockJump.'}
      </p>
      {problem !== null && <p role="alert">{problem}</p>}
      <h2>Go on by</h2>
      <div class="steps">
        {steps.map(({ words, ms }) => (
          <button key={words} type="button" class="button" disabled={!canJump} onClick={() => jump(ms)}>
            {words}
          </button>
        ))}
      </div>
      <h2>Go to</h2>
      {instants.length === 0 && <p class="empty">Nothing is known to come.</p>}
      <ul class="instants">
        {instants.map(({ label, at }) => (
          <li key={at}>
            <button type="button" class="button" disabled={!canJump} onClick={() => jump(at - now + pastMs)}>
              {label}: {tell(at)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
