/** Tells whoever watches that something is different now, not what. */
export interface Changes {
  tell(): void;
  /** @returns how to stop listening */
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
