/** Targets of inline links, of reference links and of HTML. */
const targets = /\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)|\b(?:src|href)="([^"]+)"/gm;
const code = /^```.*?^```$|`[^`\n]*`/gms;

/** Where the links and pictures of a document lead, as they are written. */
export function linkTargets(text: string): readonly string[] {
  return [...text.replace(code, '').matchAll(targets)].map(
    ([, inline, reference, html]) => inline ?? reference ?? html ?? '',
  );
}
