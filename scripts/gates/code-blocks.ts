/** A block of TypeScript in prose, with where it starts. */
export interface CodeBlock {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const fence = /^(?<indent>[ \t]*(?:\* )?[ \t]*)```ts\n(?<text>[\s\S]*?)^[ \t]*(?:\* )?[ \t]*```[ \t]*$/gm;

/**
 * Lists the blocks fenced as `ts` in a page, or in the doc comments of a source. A block that is no program of its own is
 * fenced as `ts fragment`, and left out.
 */
export function codeBlocks(path: string, page: string): readonly CodeBlock[] {
  return [...page.matchAll(fence)].map((found) => {
    const { indent = '', text = '' } = found.groups ?? {};
    const lines = text.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trim()));
    const isComment = indent.includes('*');
    return {
      path,
      line: page.slice(0, found.index).split('\n').length,
      text: lines.map((line) => (isComment && line === '*' ? '' : line)).join('\n'),
    };
  });
}
