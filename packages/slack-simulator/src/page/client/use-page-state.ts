import { useEffect, useState } from 'preact/hooks';
import type { PageState } from '../page-state.js';

/** How often the page looks at the clock when nothing else happens. */
const lookMs = 20_000;

/** The state of the page, loaded again after each change of the simulator. */
export function usePageState(as: string | null, conversationId: string | null) {
  const [state, setState] = useState<PageState | null>(null);
  const [connected, setConnected] = useState(false);

  useEffect(() => {
    const query = new URLSearchParams({
      ...(as === null ? {} : { as }),
      ...(conversationId === null ? {} : { in: conversationId }),
    });
    let isOver = false;
    let isAsking = false;
    let isStale = false;
    const ask = async (): Promise<void> => {
      isStale = isAsking;
      if (isAsking) return;
      isAsking = true;
      const answer = await fetch(`/page/state?${query}`).finally(() => {
        isAsking = false;
      });
      const next: PageState = await answer.json();
      if (!isOver) setState(next);
      if (isStale && !isOver) await ask();
    };
    const askAgain = (): void => {
      ask().catch(() => setConnected(false)); // the stream below says when the simulator is back
    };
    const stream = new EventSource('/page/changes');
    stream.addEventListener('message', askAgain);
    stream.addEventListener('open', () => setConnected(true));
    stream.addEventListener('error', () => setConnected(false));
    const timer = setInterval(askAgain, lookMs);
    return () => {
      isOver = true;
      stream.close();
      clearInterval(timer);
    };
  }, [as, conversationId]);

  return { state, connected };
}
