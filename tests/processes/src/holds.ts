/** A place at which the program under test waits until you call `goOn`. */
export interface Hold {
  /** Resolves with the name of the place once the program reaches it and waits there. */
  readonly reached: Promise<string>;
  goOn(): void;
}

export interface Holds {
  /** Stops the program when it passes a fitting place for the `nth` time from now. Each hold works once. */
  hold(fits: (place: string) => boolean, nth?: number): Hold;
  pass(place: string): Promise<void>;
  /** How many places were passed so far. */
  passedCount(): number;
}

interface Waiting {
  readonly fits: (place: string) => boolean;
  readonly reach: (place: string) => void;
  readonly released: Promise<void>;
  left: number;
}

/** Named places between two steps, at which a test can stop the program. */
export function createHolds(): Holds {
  const waiting: Waiting[] = [];
  let passedCount = 0;
  return {
    hold(fits, nth = 1) {
      let reach: (place: string) => void = () => undefined;
      let goOn: () => void = () => undefined;
      const reached = new Promise<string>((resolve) => {
        reach = resolve;
      });
      const released = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      waiting.push({ fits, reach, released, left: nth });
      return { reached, goOn: () => goOn() };
    },
    async pass(place) {
      passedCount += 1;
      const here = waiting.filter((one) => one.left > 0 && one.fits(place));
      for (const one of here) one.left -= 1;
      const stopping = here.filter((one) => one.left === 0);
      for (const one of stopping) one.reach(place);
      await Promise.all(stopping.map((one) => one.released));
    },
    passedCount: () => passedCount,
  };
}
