import { nameToEmoji } from 'gemoji';

/** Slack's names for emoji that are called differently elsewhere. */
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

/** @returns the character of an emoji's name, or null for an unknown name, e.g. a workspace's custom emoji */
export function emojiCharacter(name: string): string | null {
  const own = Object.hasOwn(slackNames, name) ? slackNames[name] : undefined;
  const known = Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined;
  return own ?? known ?? null;
}
