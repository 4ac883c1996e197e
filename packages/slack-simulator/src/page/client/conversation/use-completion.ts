import { useState } from 'preact/hooks';
import type { SlashCommandHint } from '../../../simulator/slack-simulator.js';

/** Completes what is typed to a command: arrows choose, Tab and Enter take. `take` gets the whole command. */
export function useCompletion(commands: readonly SlashCommandHint[], typed: string, take: (command: string) => void) {
  const [at, setAt] = useState(0);
  const isOpen = typed.startsWith('/') && !typed.includes(' ');
  const offered = isOpen ? commands.filter(({ command }) => command.startsWith(typed)) : [];
  const picked = offered[at] ?? offered[0];

  const pick = ({ command }: SlashCommandHint): void => {
    take(command);
    setAt(0);
  };
  /** @returns whether the key was for the list */
  const onKey = (event: KeyboardEvent): boolean => {
    if (picked === undefined || event.shiftKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + offered.length) % offered.length);
    else if (event.key === 'Tab' || (event.key === 'Enter' && picked.command !== typed)) pick(picked);
    else return false;
    event.preventDefault();
    return true;
  };
  return { offered, picked, pick, onKey };
}
