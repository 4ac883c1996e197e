/** Everything a child can be told to do, by name, and what it answers. */
export type OrderBook<Book> = {
  readonly [Name in keyof Book]: { readonly value: unknown; readonly answer: unknown };
};

/** One order on its way to the child. */
export type ToChild<Book extends OrderBook<Book>> = {
  readonly [Name in keyof Book]: {
    readonly call: number;
    readonly order: Name;
    readonly value: Book[Name]['value'];
  };
}[keyof Book];

/** What the child sends: answers to orders, and reports. */
export type FromChild<Report> =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly call: number; readonly error: string }
  | { readonly type: 'report'; readonly report: Report };
