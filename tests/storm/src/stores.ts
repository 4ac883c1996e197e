import { startPostgres } from 'test-engines/start-postgres';
import { postgresPlaces, type StorePlace, type StorePlaces, sqlitePlaces } from 'test-processes/store/store-places';
import type { StormStore } from './settings.js';

/** Makes an empty store for each storm. */
export interface Stores {
  next(): Promise<StormStore>;
  close(): Promise<void>;
}

export type StoreName = StormStore['type'] & ('memory' | 'sqlite' | 'postgres');

export function isStoreName(name: string): name is StoreName {
  return name in openers;
}

export function openStores(name: StoreName): Promise<Stores> {
  return openers[name]();
}

const openers: Readonly<Record<StoreName, () => Promise<Stores>>> = {
  memory: async () => ({ next: async () => ({ type: 'memory' }), close: async () => undefined }),
  sqlite: async () => storesIn(await sqlitePlaces()),
  // a commit waits for the disk, as it does where decisions matter
  postgres: async () => storesIn(await postgresPlaces(() => startPostgres({ isDurable: true }))),
};

function storesIn(places: StorePlaces): Stores {
  const opened: StorePlace[] = [];
  return {
    async next() {
      const place = await places.next();
      opened.push(place);
      return place.settings;
    },
    async close() {
      await Promise.all(opened.map((place) => place.close()));
      await places.close();
    },
  };
}
