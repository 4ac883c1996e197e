/** A block of TypeScript in prose, with where it starts. */
export interface CodeBlock {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Which blocks: those that every project compiles, or those that need an agent framework. */
export type Fence = 'ts' | 'ts agents';

// \x60 is a backtick
const fenceOf = (fence: Fence) =>
  new RegExp(
    String.raw`^(?<indent>[ \t]*(?:\* )?[ \t]*)\x60{3}${fence}\n(?<text>[\s\S]*?)^[ \t]*(?:\* )?[ \t]*\x60{3}[ \t]*$`,
    'gm',
  );

/**
 * Lists the blocks fenced as `ts` in a page, or in the doc comments of a source. A block that is no program of its own is
 * fenced as `ts fragment`, and left out.
 */
export function codeBlocks(path: string, page: string, fence: Fence = 'ts'): readonly CodeBlock[] {
  return [...page.matchAll(fenceOf(fence))].map((found) => {
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
