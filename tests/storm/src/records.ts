import type { Row } from '@k8s-pizza/slack-approval/store';
import { openStore } from 'test-processes/store/open-store';
import type { StormStore } from './settings.js';

/** A stored question, as far as chaos is judged by it. */
export interface StoredQuestion {
  readonly row: Omit<Row, 'body'>;
  readonly delivery: { readonly state: string } | null;
  readonly copies: readonly {
    readonly channelId: string;
    readonly ts: string | null;
    readonly state: string;
    readonly wanted: number;
    readonly shown: number;
    readonly attemptCount: number;
    readonly unknownPosts: number;
    readonly problem: unknown;
  }[];
}

/** Another connection to the store of a chaos: what it sees is really there. */
export interface Witness {
  questions(): Promise<readonly StoredQuestion[]>;
  close(): Promise<void>;
}

export async function openWitness(settings: StormStore): Promise<Witness> {
  if (settings.type === 'memory') throw new Error('a store in memory is seen by its own process alone');
  const store = await openStore(settings);
  const pages = async (after: string | null): Promise<readonly Row[]> => {
    const { rows, next } = await store.list({ queue: 'default/storm', after, limit: 100 });
    return next === null ? rows : [...rows, ...(await pages(next))];
  };
  return {
    questions: async () => (await pages(null)).map(readRow),
    close: () => store.close(),
  };
}

function readRow({ body, ...row }: Row): StoredQuestion {
  const { approval } = JSON.parse(body);
  return { row, delivery: approval.delivery ?? null, copies: approval.work.copies };
}

/** A card stands in the channel. */
export function isShown({ copies }: StoredQuestion): boolean {
  return copies.some(({ ts, state }) => ts !== null && state === 'live');
}
