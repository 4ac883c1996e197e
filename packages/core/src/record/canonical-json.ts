/**
 * The RFC 8785 (JCS) text of a JSON value: names sorted by UTF-16 units, numbers and strings as ECMAScript writes them.
 * Names whose value is undefined are left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  return typeof value === 'object' && value !== null ? canonicalObject(value) : JSON.stringify(value);
}

// every event of every vote is hashed in this form: a loop takes half the time of entries that are filtered, sorted and mapped
function canonicalObject(value: object): string {
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, name);
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
