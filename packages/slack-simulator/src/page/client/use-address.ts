import { useEffect, useState } from 'preact/hooks';

/** The person you act as, and the conversation you look at. The address keeps both across a reload. */
export interface Address {
  readonly as: string | null;
  /** A conversation, or the App Home. */
  readonly place: string | null;
}

/** The App Home, which is no conversation. */
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
