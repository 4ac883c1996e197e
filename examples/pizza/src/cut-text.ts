/** A text of at most so many characters: a longer one ends visibly. Half a character never stays behind. */
export function cutText(text: string, most: number): string {
  // a character is two units at most: what is much longer need not be taken apart
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
