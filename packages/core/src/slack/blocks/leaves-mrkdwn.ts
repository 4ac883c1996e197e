import type { RichTextElement } from '@slack/types';
import { escapeMrkdwn, link, mention, slackDate, usergroupMention } from './mrkdwn.js';
import type { Leaf } from './rich-text.js';

/** Writes leaves as mrkdwn, for clients that show no blocks. Texts are escaped; people, groups, channels, links and instants stay live. */
export function leavesMrkdwn(leaves: readonly Leaf[]): string {
  return leaves.map(leafMrkdwn).join('');
}

function leafMrkdwn(leaf: Leaf): string {
  if (typeof leaf === 'string') return escapeMrkdwn(leaf);
  return elementMrkdwn(leaf);
}

function elementMrkdwn(element: RichTextElement): string {
  switch (element.type) {
    case 'user':
      return mention(element.user_id);
    case 'usergroup':
      return usergroupMention(element.usergroup_id);
    case 'channel':
      return `<#${element.channel_id}>`;
    case 'date':
      return slackDate(element.timestamp * 1_000, element.format, element.fallback);
    case 'link':
      return link(element.url, element.text ?? '');
    case 'text':
      return escapeMrkdwn(element.text);
    default:
      return '';
  }
}
