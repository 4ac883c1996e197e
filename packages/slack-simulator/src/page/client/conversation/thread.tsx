import { CloseIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import { Message } from './message.js';

/** A message and its replies. Nothing can be typed: commands do not run in threads. */
export function Thread({ ts, onClose }: { readonly ts: string; readonly onClose: () => void }) {
  const { state } = usePage();
  const root = state.messages.find((message) => message.ts === ts);
  const replies = state.messages.filter((message) => message.threadTs === ts && message.ts !== ts);
  return (
    <aside class="aside" aria-label="Thread">
      <header class="place-header">
        <h1>Thread</h1>
        <button type="button" class="icon-button" aria-label="Close the thread" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div class="messages">
        {root !== undefined && <Message message={root} replyCount={0} onThread={null} />}
        <h2 class="reply-count">{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</h2>
        {replies.map((reply) => (
          <Message key={reply.ts} message={reply} replyCount={0} onThread={null} />
        ))}
      </div>
    </aside>
  );
}
