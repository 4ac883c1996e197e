/** How a process opens its store. */
export type StoreSettings =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly connectionString: string }
  | { readonly type: 'azure_tables'; readonly connectionString: string; readonly tableName: string };
