import type { Markup } from './markup.js';
import { safeAddress } from './safe-address.js';
import { unescapeText } from './unescape-text.js';

/** Parses the text between `<` and `>`. @returns null if Slack does not know it */
export function readAngleToken(content: string): Markup | null {
  const bar = content.indexOf('|');
  const target = bar === -1 ? content : content.slice(0, bar);
  const label = bar === -1 ? null : unescapeText(content.slice(bar + 1));
  const rest = target.slice(1);
  switch (target[0]) {
    case '@':
      return /^[UW][A-Z0-9]+$/.test(rest) ? { type: 'person', id: rest, label } : null;
    case '#':
      return /^[CG][A-Z0-9]+$/.test(rest) ? { type: 'channel', id: rest, label } : null;
    case '!':
      return readSpecial(rest, label);
    default:
      return readLink(target, label);
  }
}

function readSpecial(special: string, label: string | null): Markup | null {
  const [name = '', ...values] = special.split('^');
  if (name === 'here' || name === 'channel' || name === 'everyone') return { type: 'everyone', range: name };
  if (name === 'subteam') return { type: 'usergroup', id: values[0] ?? '', label };
  const [seconds = '', format = '', url] = values;
  // the fallback is mandatory: without it Slack shows nothing of a date
  if (name !== 'date' || label === null || !/^-?\d+$/.test(seconds)) return null;
  const address = url === undefined ? null : safeAddress(unescapeText(url));
  return { type: 'date', seconds: Number(seconds), format: unescapeText(format), url: address, fallback: label };
}

function readLink(target: string, label: string | null): Markup | null {
  const url = safeAddress(unescapeText(target));
  return url === null ? null : { type: 'link', url, label: label ?? unescapeText(target).replace(/^mailto:/, '') };
}
