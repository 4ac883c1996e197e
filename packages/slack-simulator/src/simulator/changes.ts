/** Tells listeners that the state has changed, not what has changed. */
export interface Changes {
  tell(): void;
  /** @returns a function that stops listening */
  listen(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
