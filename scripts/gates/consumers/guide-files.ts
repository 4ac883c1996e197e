const named = /^`(?<path>[\w./[\]-]+)`[^\n]*\n\n```ts fragment\n(?<text>.*?)^```$/gms;

/** The files that a guide writes out, by path: each is named at the start of the sentence before its block. */
export function guideFiles(guide: string): ReadonlyMap<string, string> {
  return new Map([...guide.matchAll(named)].map(({ groups }) => [groups?.['path'] ?? '', groups?.['text'] ?? '']));
}
