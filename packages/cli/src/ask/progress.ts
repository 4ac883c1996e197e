import type { Process } from '../process.js';
import type { Asked } from './asked.js';

const lookForLinkMs = { first: 250, longest: 30_000 };
const everyMs = { terminal: 1_000, log: 60_000 };

/** Tells the card's address once it is posted, and how long it has been waited for. */
export function showProgress(
  asked: Pick<Asked, 'link'>,
  { complain, isTerminal, now }: Pick<Process, 'complain' | 'isTerminal' | 'now'>,
  tell: (text: string) => void | Promise<void>,
) {
  const since = now();
  const line = () => `waiting for an answer: ${inWords(now() - since)}`;
  const clear = () => {
    if (isTerminal) complain('\r\u001b[K');
  };
  // a terminal has one line, which is drawn again; a log gets a line a minute, so that a silent job is not ended
  const draw = () => complain(isTerminal ? `\r\u001b[K${line()}` : `${line()}\n`);
  const drawing = setInterval(draw, isTerminal ? everyMs.terminal : everyMs.log);
  const link = linkTeller(asked, (text) => {
    clear();
    return tell(text);
  });
  return {
    async end() {
      clearInterval(drawing);
      clear();
      await link.end();
    },
  };
}

function linkTeller(asked: Pick<Asked, 'link'>, tell: (text: string) => void | Promise<void>) {
  let [isTold, isOver] = [false, false];
  let looking: NodeJS.Timeout | undefined;
  const look = async () => {
    // a card without a known address is no reason to stop waiting
    const address = await asked.link().catch(() => null);
    if (address === null || isTold) return;
    isTold = true;
    await tell(`The card: ${address}\n`);
  };
  const keepLooking = async (nextMs: number) => {
    await look();
    if (!isTold && !isOver)
      looking = setTimeout(() => void keepLooking(Math.min(2 * nextMs, lookForLinkMs.longest)), nextMs);
  };
  void keepLooking(lookForLinkMs.first);
  return {
    async end() {
      if (isOver) return;
      isOver = true;
      clearTimeout(looking);
      if (!isTold) await look();
    },
  };
}

function inWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const parts = [hours > 0 ? `${hours}h` : '', hours + minutes > 0 ? `${minutes}m` : '', `${seconds % 60}s`];
  return parts.filter((part) => part !== '').join(' ');
}
