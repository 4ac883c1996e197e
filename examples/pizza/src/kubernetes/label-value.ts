// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
const longest = 63;

/** Any text as the value of a label: what a label may not hold becomes `-`, and what is too long ends early. */
export function labelValue(text: string): string {
  const allowed = text.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return allowed.slice(0, longest).replace(/[^A-Za-z0-9]+$/, '');
}
