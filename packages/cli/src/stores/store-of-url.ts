/** The stores that `DATABASE_URL` can name. */
export type StoreName = 'SQLite' | 'PostgreSQL' | 'Azure Tables';

const patterns: readonly (readonly [url: RegExp, name: StoreName])[] = [
  [/^file:./, 'SQLite'],
  [/^postgres(?:ql)?:\/\//, 'PostgreSQL'],
  [/^https:\/\/|(?:^|;)(?:AccountName|TableEndpoint|UseDevelopmentStorage)=/i, 'Azure Tables'],
];

/** Tells which store a URL or a connection string belongs to; null: it has another format. */
export function storeOfUrl(url: string): StoreName | null {
  return patterns.find(([pattern]) => pattern.test(url))?.[1] ?? null;
}
