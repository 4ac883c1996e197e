import { useState } from 'preact/hooks';
import type { PageMessage } from '../../page-state.js';
import { formatSlackDate } from '../../text/format-slack-date.js';
import { parseMrkdwn } from '../../text/parse-mrkdwn.js';
import { AppAvatar } from '../avatar.js';
import { BlockList } from '../blocks/block-list.js';
import { type BlockOwner, OwnerProvider } from '../blocks/block-owner.js';
import { EyeIcon, WarningIcon } from '../icons.js';
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
        {message.blocks.length === 0 ? (
          <p class="message-text">
            <MarkupView parts={parseMrkdwn(message.text)} />
          </p>
        ) : (
          <OwnerProvider value={owner}>
            <BlockList blocks={message.blocks} />
          </OwnerProvider>
        )}
        {message.lockedBy !== null && (
          <p class="locked">Slack no longer lets the app change this message: {message.lockedBy}.</p>
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
