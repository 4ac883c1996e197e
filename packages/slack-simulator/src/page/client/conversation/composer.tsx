import { useId, useState } from 'preact/hooks';
import type { PageConversation } from '../../page-state.js';
import { SendIcon, WarningIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import { Completions, completionId } from './completions.js';
import { useCompletion } from './use-completion.js';

/** The input for slash commands, with completion. */
export function Composer({ conversation }: { readonly conversation: PageConversation }) {
  const { state, act } = usePage();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const listId = useId();
  const completion = useCompletion(state.commands, text, (command) => setText(`${command} `));
  const [command = '', ...words] = text.trimStart().split(' ');
  const place = conversation.type === 'direct' ? state.app.name : `#${conversation.name}`;

  const send = async (): Promise<void> => {
    if (!command.startsWith('/')) {
      setProblem(text.trim() === '' ? null : 'This Slack takes slash commands only, which start with /.');
      return;
    }
    setText('');
    setProblem(await act({ type: 'command', channelId: conversation.id, command, text: words.join(' ').trim() }));
  };
  return (
    <div class="composer">
      {problem !== null && (
        <p class="problem" role="alert">
          <WarningIcon />
          {problem}
        </p>
      )}
      {completion.picked !== undefined && (
        <Completions id={listId} offered={completion.offered} picked={completion.picked} onPick={completion.pick} />
      )}
      <div class="composer-box">
        <input
          type="text"
          role="combobox"
          aria-label={`Message ${place}`}
          aria-expanded={completion.picked !== undefined}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={completion.picked === undefined ? undefined : completionId(listId, completion.picked)}
          autocomplete="off"
          placeholder={`Type / for a command in ${place}`}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
          onKeyDown={(event) => (completion.onKey(event) || event.key !== 'Enter' ? undefined : send())}
        />
        <button type="button" class="send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
          <SendIcon />
        </button>
      </div>
      <UsageLine command={words.length > 0 ? command : null} />
    </div>
  );
}

/** A hint of what can follow the command. */
function UsageLine({ command }: { readonly command: string | null }) {
  const { state } = usePage();
  const hint = state.commands.find((candidate) => candidate.command === command)?.usageHint;
  return <p class="usage-line">{hint === undefined ? '' : `${command} ${hint}`}</p>;
}
