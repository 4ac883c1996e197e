/** A promise's value, or null where it takes longer than so many milliseconds of real time: it is not waited for any longer. */
export async function atMost<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms));
  });
  return await Promise.race([promise, timeUp]).finally(() => clearTimeout(timer));
}
