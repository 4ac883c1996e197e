import type { SlashCommandHint } from '../../../simulator/slack-simulator.js';

/** The id of one entry, for the input that moves through them. */
export function completionId(listId: string, { command }: SlashCommandHint): string {
  return `${listId}${command}`;
}

/** The slash commands that begin as typed. The focus stays in the input. */
export function Completions(props: {
  readonly id: string;
  readonly offered: readonly SlashCommandHint[];
  readonly picked: SlashCommandHint | undefined;
  readonly onPick: (chosen: SlashCommandHint) => void;
}) {
  return (
    <div id={props.id} class="completions" role="listbox" aria-label="Slash commands" tabIndex={-1}>
      {props.offered.map((candidate) => (
        <div
          key={candidate.command}
          id={completionId(props.id, candidate)}
          role="option"
          tabIndex={-1}
          aria-selected={candidate === props.picked}
          onMouseDown={(event) => {
            event.preventDefault();
            props.onPick(candidate);
          }}
        >
          <strong>{candidate.command}</strong> <span class="usage">{candidate.usageHint}</span>
          <span class="about">{candidate.description}</span>
        </div>
      ))}
    </div>
  );
}
