/** A clock that stands still until a test moves it. */
export function aClock(startAt: number) {
  let now = startAt;
  const advance = (ms: number): void => {
    now += ms;
  };
  return Object.assign(() => now, { advance });
}
