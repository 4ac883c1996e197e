import type { TextObject } from '@slack/types';
import { parseEmoji } from '../../text/parse-emoji.js';
import { parseMrkdwn } from '../../text/parse-mrkdwn.js';
import { Literal } from '../literal.js';
import { MarkupView } from '../markup-view.js';

/** A text of a block: `mrkdwn` is parsed; in `plain_text` only emoji are, and only if it says so. */
export function TextView({ text }: { readonly text: TextObject }) {
  if (text.type === 'mrkdwn')
    return <MarkupView parts={parseMrkdwn(text.text, { verbatim: text.verbatim ?? false })} />;
  return text.emoji === false ? <Literal text={text.text} /> : <MarkupView parts={parseEmoji(text.text)} />;
}
