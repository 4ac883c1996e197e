/** One start of a poll. A pass that ends after `stop` does not go on beside a later start. */
export interface Polling {
  readonly pollMs: number;
  isOver: boolean;
  /** Ends what waits for the next pass. */
  end: () => void;
}
