/** Resolves on the event loop's next turn, so that requests are answered between two pieces of work that wait for nothing. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
