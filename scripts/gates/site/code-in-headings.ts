/** A token of markdown-it, as far as it is used here. */
export interface MarkdownToken {
  readonly type: string;
  readonly content: string;
  readonly children?: readonly MarkdownToken[] | null;
}

/** Makes a token, as markdown-it's `new state.Token(type, '', 0)` with a content. */
export type MakeToken<Token> = (type: string, content: string) => Token;

/**
 * The parts of a heading, with its code as text between tags. TypeDoc makes a heading's anchor of its text alone, and GitHub of its
 * text and code: so both have the same anchors.
 */
export function codeAsText<Token extends MarkdownToken>(
  parts: readonly Token[],
  make: MakeToken<Token>,
): readonly Token[] {
  return parts.flatMap((part) =>
    part.type === 'code_inline'
      ? [make('html_inline', '<code>'), make('text', part.content), make('html_inline', '</code>')]
      : [part],
  );
}
