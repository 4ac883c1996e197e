const maxEdits = 3;

/** Returns the known name that `name` most likely misspells, in any case; null if none is close enough. */
export function nearestName(name: string, known: readonly string[]): string | null {
  for (let edits = 0; edits <= maxEdits; edits += 1) {
    const found = known.find(
      (one) => (edits < 2 || edits * 2 < one.length) && isWithin(name.toLowerCase(), one.toLowerCase(), edits),
    );
    if (found !== undefined) return found;
  }
  return null;
}

/** Damerau–Levenshtein: a letter dropped, added or replaced is one edit, and so is swapping two neighbours. */
function isWithin(one: string, other: string, edits: number): boolean {
  if (one === other) return true;
  const after = (drop: number, add: number, cost: number): boolean =>
    edits >= cost && isWithin(one.slice(drop), other.slice(add), edits - cost);
  if (one[0] === other[0]) return after(1, 1, 0);
  const isSwapped = one[0] === other[1] && one[1] === other[0];
  return after(1, 1, 1) || after(1, 0, 1) || after(0, 1, 1) || (isSwapped && after(2, 2, 1));
}
