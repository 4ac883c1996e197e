/** Whatever is drawn as one emoji, skin tones and families included. Made at run time: older compilers do not know the flag. */
const sequence = '(\\p{RGI_Emoji})';
const emoji = new RegExp(sequence, 'v');

/** Literal text. Emoji get elements of their size, as in Slack. */
export function Literal({ text }: { readonly text: string }) {
  // every second piece is an emoji
  const pieces = text.split(emoji);
  return (
    <>
      {pieces.map((piece, index) =>
        index % 2 === 0 ? (
          piece
        ) : (
          // the same text has the same pieces
          <span key={`${index} ${piece}`} class="emoji">
            {piece}
          </span>
        ),
      )}
    </>
  );
}
