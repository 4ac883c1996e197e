import { nameToEmoji } from 'gemoji';

/** Names of Slack's that others spell differently. */
const slackNames: Readonly<Record<string, string>> = {
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_purple_circle: '🟣',
  large_yellow_circle: '🟡',
  large_red_square: '🟥',
  large_green_square: '🟩',
  large_yellow_square: '🟨',
  simple_smile: '🙂',
  slack_call: '📞',
};

/** The character of an emoji's name, null for a name nobody knows (a workspace's own emoji, say). */
export function emojiCharacter(name: string): string | null {
  const own = Object.hasOwn(slackNames, name) ? slackNames[name] : undefined;
  const known = Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined;
  return own ?? known ?? null;
}
