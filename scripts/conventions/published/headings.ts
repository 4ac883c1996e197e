const codeBlock = /^```.*?^```$/gms;

/** The anchors that GitHub and npm make of a document's headings. */
export function headings(text: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...text.replace(codeBlock, '').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => {
    const anchor = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
