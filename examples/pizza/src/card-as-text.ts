import type { SlackSimulator } from '@k8s-pizza/slack-approval-testing';

type Message = ReturnType<SlackSimulator['messages']>[number];

/** A card for a terminal: its text as Slack's notifications show it, and its buttons. */
export function cardAsText({ text, blocks }: Message): string {
  const buttons = blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .flatMap((element) => (element.type === 'button' ? [`[ ${element.text.text} ]`] : []));
  const lines = [...readable(text).split('\n'), ...(buttons.length > 0 ? [buttons.join('  ')] : [])];
  return lines.map((line) => `  │ ${line}`).join('\n');
}

/** Slack's date tokens by their fallback, people by their ids, and the three escapes undone. */
function readable(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@([A-Z0-9]+)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
