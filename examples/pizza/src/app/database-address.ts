/** Where approvals are kept: a file, a PostgreSQL server, or a table of an Azure storage account. */
export type DatabaseAddress = { readonly type: 'sqlite'; readonly file: string } | ServerAddress;

/** What many processes reach. */
export type ServerAddress =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'azure-tables'; readonly connectionString: string };

/** Tells from a `DATABASE_URL` which it is; null: none that is known. */
export function databaseAddress(url: string): DatabaseAddress | null {
  if (/^file:.+/.test(url)) return { type: 'sqlite', file: url.slice('file:'.length) };
  if (/^postgres(?:ql)?:\/\/.+/.test(url)) return { type: 'postgres', url };
  const isConnectionString = /(?:^|;)(?:AccountName|TableEndpoint|SharedAccessSignature)=/.test(url);
  if (isConnectionString || url === 'UseDevelopmentStorage=true')
    return { type: 'azure-tables', connectionString: url };
  return null;
}
