import { useEffect, useState } from 'preact/hooks';

/** Where somebody is in the page: who they act as, and what they look at. It stands in the address, so a reload stays there. */
export interface Address {
  readonly as: string | null;
  /** A conversation, or the App Home. */
  readonly place: string | null;
}

/** The place that is no conversation. */
export const homePlace = 'home';

function read(): Address {
  const given = new URLSearchParams(location.hash.slice(1));
  return { as: given.get('as'), place: given.get('in') };
}

export function useAddress(): readonly [Address, (next: Address) => void] {
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const follow = (): void => setAddress(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = ({ as, place }: Address): void => {
    const query = new URLSearchParams({
      ...(as === null ? {} : { as }),
      ...(place === null ? {} : { in: place }),
    });
    location.hash = query.toString();
  };
  return [address, go];
}
