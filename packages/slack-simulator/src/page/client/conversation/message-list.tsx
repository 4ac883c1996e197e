import { useEffect, useRef } from 'preact/hooks';
import type { PageMessage } from '../../page-state.js';
import { formatSlackDate } from '../../text/format-slack-date.js';
import { usePage } from '../page-context.js';
import { Message } from './message.js';

/** The messages of a conversation by day, the newest last. It stays scrolled to the end if it was there. */
export function MessageList({
  messages,
  onThread,
}: {
  readonly messages: readonly PageMessage[];
  readonly onThread: (ts: string) => void;
}) {
  const { reader } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [messages]);
  const note = (): void => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = list.current ?? {};
    isAtEnd.current = scrollTop + clientHeight > scrollHeight - 40;
  };

  const shown = messages.filter(({ threadTs, ts, isBroadcast }) => threadTs === null || threadTs === ts || isBroadcast);
  const dayOf = ({ ts }: PageMessage): string => formatSlackDate(Number(ts), '{date_long_pretty}', reader);
  return (
    <div ref={list} class="messages" role="log" aria-label="Messages" onScroll={note}>
      {shown.map((message, index) => {
        const previous = shown[index - 1];
        const day = dayOf(message);
        return (
          <div key={message.ts}>
            {(previous === undefined || dayOf(previous) !== day) && (
              <h2 class="day">
                <span>{day.charAt(0).toUpperCase() + day.slice(1)}</span>
              </h2>
            )}
            <Message
              message={message}
              replyCount={messages.filter(({ threadTs, ts }) => threadTs === message.ts && ts !== message.ts).length}
              onThread={onThread}
            />
          </div>
        );
      })}
      {shown.length === 0 && <p class="nothing">Nothing has been posted here yet.</p>}
    </div>
  );
}
