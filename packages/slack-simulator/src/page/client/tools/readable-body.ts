/** Formats a body for people: one line for each form field, JSON indented, also inside of a form field. */
export function readable(body: string): string {
  const json = indented(body);
  if (json !== null) return json;
  if (!/^[\w.%-]+=/.test(body)) return body;
  return [...new URLSearchParams(body)].map(([name, value]) => `${name} = ${indented(value) ?? value}`).join('\n');
}

function indented(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
