import type { KnownBlock } from '@slack/types';
import { slackLimits } from '../blocks/limits.js';
import { safeUrl } from '../blocks/mrkdwn.js';
import { linkLeaf, richText, richTextSection } from '../blocks/rich-text.js';

type Links = Readonly<Record<string, string>>;

const maxLinks = 10;

/** Returns links as they are stored and drawn; null if one has no label or no plain https address, or if there are too many. */
export function readLinks(links: Links): Links | null {
  const read = Object.entries(links).map(([label, url]) => [label, httpsUrl(url)] as const);
  const areShown = read.every(([label, url]) => label.trim() !== '' && url !== null);
  return areShown && read.length <= maxLinks
    ? Object.fromEntries(read.map(([label, url]) => [label, url ?? '']))
    : null;
}

function httpsUrl(url: string): string | null {
  const address = safeUrl(url);
  const isDrawn = address?.startsWith('https:') === true && address.length <= slackLimits.url;
  return isDrawn ? address : null;
}

/** All links in one line. Slack parses neither labels nor addresses. They are no buttons, because a button would send a click. */
export function linkBlocks(links: Links = {}): readonly KnownBlock[] {
  const leaves = Object.entries(links).flatMap(([label, url], index) => [
    ...(index === 0 ? [] : ['  ·  ']),
    linkLeaf(url, label),
  ]);
  return leaves.length === 0 ? [] : [richText([richTextSection(leaves)])];
}
