import { useState } from 'preact/hooks';
import type { PageMessage } from '../../page-state.js';
import { formatSlackDate } from '../../text/format-slack-date.js';
import { parseMrkdwn } from '../../text/parse-mrkdwn.js';
import { AppAvatar } from '../avatar.js';
import { BlockList } from '../blocks/block-list.js';
import { type BlockOwner, OwnerProvider } from '../blocks/block-owner.js';
import { BellIcon, EyeIcon, WarningIcon } from '../icons.js';
import { MarkupView } from '../markup-view.js';
import { usePage } from '../page-context.js';
import { MessageMenu } from './message-menu.js';

const noInputs = { values: {}, errors: {}, setValue: () => undefined };

/** A message of the app. */
export function Message(props: {
  readonly message: PageMessage;
  readonly replyCount: number;
  /** Null inside a thread. */
  readonly onThread: ((ts: string) => void) | null;
}) {
  const { message, replyCount, onThread } = props;
  const { state, reader, act } = usePage();
  const [problem, setProblem] = useState<string | null>(null);
  const [isHidden, setHidden] = useState(false);
  const time = formatSlackDate(Number(message.ts), '{time}', reader);
  if (isHidden) return null;

  const owner: BlockOwner = {
    ...noInputs,
    heading: onThread === null ? 'h2' : 'h3',
    async press(actionId, pressed) {
      setProblem(null);
      const { channelId, ts } = message;
      setProblem(await act({ type: 'click', channelId, ts, actionId, ...pressed }));
    },
  };
  return (
    <article class={message.onlyVisibleToMe ? 'message private' : 'message'} aria-label={`${state.app.name}, ${time}`}>
      {message.onlyVisibleToMe && (
        <p class="visibility">
          <EyeIcon />
          Only visible to you
        </p>
      )}
      <AppAvatar />
      <div class="message-content">
        <p class="byline">
          <strong>{state.app.name}</strong>
          <span class="app-badge">APP</span>
          <time dateTime={new Date(Number(message.ts) * 1_000).toISOString()}>{time}</time>
        </p>
        {!message.onlyVisibleToMe && <MessageMenu message={message} onProblem={setProblem} />}
        {message.isBroadcast && message.threadTs !== null && onThread !== null && (
          <RepliedTo ts={message.threadTs} onThread={onThread} />
        )}
        {message.blocks.length === 0 ? (
          <p class="message-text">
            <MarkupView parts={parseMrkdwn(message.text)} />
          </p>
        ) : (
          <OwnerProvider value={owner}>
            <BlockList blocks={message.blocks} />
          </OwnerProvider>
        )}
        {message.notified.length > 0 && <Notified people={message.notified} />}
        {message.lockedBy !== null && (
          <p class="locked">Slack no longer lets the app change this message: {message.lockedBy}.</p>
        )}
        {message.threadLockedBy !== null && (
          <p class="locked">Slack takes no replies to this message: {message.threadLockedBy}.</p>
        )}
        {problem !== null && (
          <p class="problem" role="alert">
            <WarningIcon />
            {problem}
          </p>
        )}
        {message.onlyVisibleToMe && (
          <button type="button" class="link-button" onClick={() => setHidden(true)}>
            Dismiss message
          </button>
        )}
        {replyCount > 0 && onThread !== null && (
          <button type="button" class="replies" onClick={() => onThread(message.ts)}>
            <AppAvatar />
            {replyCount === 1 ? '1 reply' : `${replyCount} replies`}
            <span class="view-thread">View thread</span>
          </button>
        )}
      </div>
    </article>
  );
}

/** A reply that is shown in the channel says to which message. */
function RepliedTo({ ts, onThread }: { readonly ts: string; readonly onThread: (ts: string) => void }) {
  return (
    <p class="replied">
      replied to{' '}
      <button type="button" class="link-button" onClick={() => onThread(ts)}>
        a thread
      </button>
    </p>
  );
}

/** Slack shows this to no one: it is the simulator's. */
function Notified({ people }: { readonly people: readonly string[] }) {
  const { state } = usePage();
  const nameOf = (id: string): string => state.people.find((person) => person.id === id)?.name ?? id;
  return (
    <p class="notified">
      <BellIcon />
      Notified {people.map(nameOf).join(', ')}
    </p>
  );
}
