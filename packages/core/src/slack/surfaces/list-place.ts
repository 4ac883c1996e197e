/** Where a page of a list begins or ends. Lists are sorted by `askedAt`, then by id, both descending. */
export interface ListPlace {
  readonly askedAt: number;
  readonly id: string;
}

const pattern = /^p1\.(\d{1,16})\.(a[a-z2-7]{25})$/;

export function placeValue({ askedAt, id }: ListPlace): string {
  return `p1.${askedAt}.${id}`;
}

/** @returns null for anything that `placeValue` did not write */
export function parsePlace(value: string | null): ListPlace | null {
  const [, askedAt, id] = pattern.exec(value ?? '') ?? [];
  return askedAt === undefined || id === undefined ? null : { askedAt: Number(askedAt), id };
}

/** Whether `one` comes before `other` in a list. */
export function isBefore(one: ListPlace, other: ListPlace): boolean {
  return one.askedAt > other.askedAt || (one.askedAt === other.askedAt && one.id > other.id);
}
