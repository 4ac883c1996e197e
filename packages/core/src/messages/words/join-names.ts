/** Joins names as a sentence does, such as `A, B und C`. `word` stands before the last one. */
export function joinNames(names: readonly string[], word: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
