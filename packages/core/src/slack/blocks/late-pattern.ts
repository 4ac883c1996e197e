/**
 * A Unicode pattern that is compiled at its first use: the tables behind `\p{…}` take about a millisecond of every start,
 * even where a regular expression literal stands in a function that never runs.
 */
export function latePattern(source: string): { readonly test: (text: string) => boolean } {
  let pattern: RegExp | undefined;
  return {
    test(text) {
      pattern ??= new RegExp(source, 'u');
      return pattern.test(text);
    },
  };
}
