const maxNameLength = 80;

/** Names the largest member of an object, with its size as JSON, for an error about something that is too large. */
export function largestMember(members: Readonly<Record<string, unknown>>): string {
  const sizes = Object.entries(members).map(([name, value]) => [name, bytesOf(value)] as const);
  const [largest] = sizes.toSorted(([, one], [, other]) => other - one);
  if (largest === undefined) return 'nothing';
  const [name, bytes] = largest;
  return `"${name.length <= maxNameLength ? name : `${name.slice(0, maxNameLength - 1)}…`}" has ${bytes} bytes`;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
