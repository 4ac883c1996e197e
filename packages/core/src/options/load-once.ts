/**
 * Loads something when it is first needed, and keeps it: even a module that is there takes `import()` 100 µs.
 *
 * A load that fails is tried again by the next call.
 */
export function loadOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}
