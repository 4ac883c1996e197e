/** One change of one place in a JSON value. */
export interface Change {
  /** Where it is, such as `history.2.event.by.0.userId`. */
  readonly at: string;
  readonly value: unknown;
}

/** The value with every change of one of its leaves, lists and objects: another value, one member less, and one member more. */
export function changesOf(value: unknown, at = ''): readonly Change[] {
  const place = (name: string | number): string => (at === '' ? String(name) : `${at}.${name}`);
  if (Array.isArray(value)) {
    return [
      { at, value: [...value, 'planted'] },
      ...value.flatMap((item, index) => [
        { at: place(index), value: value.toSpliced(index, 1) },
        ...changesOf(item, place(index)).map((change) => ({ ...change, value: value.with(index, change.value) })),
      ]),
      ...(value.length > 1 ? [{ at, value: value.toReversed() }] : []),
    ];
  }
  if (typeof value !== 'object' || value === null) return leavesFor(value).map((other) => ({ at, value: other }));
  const members = Object.entries(value);
  return [
    { at: place('planted'), value: { ...value, planted: 1 } },
    ...members.flatMap(([name, member]) => [
      { at: place(name), value: Object.fromEntries(members.filter(([other]) => other !== name)) },
      ...changesOf(member, place(name)).map((change) => ({ ...change, value: { ...value, [name]: change.value } })),
    ]),
  ];
}

function leavesFor(value: unknown): readonly unknown[] {
  switch (typeof value) {
    case 'number':
      return [value + 1, String(value)];
    case 'boolean':
      return [!value, null];
    case 'string':
      return [`${value}x`, value.slice(1), null];
    default:
      return [0, 'planted', false];
  }
}
