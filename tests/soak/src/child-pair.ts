import { type Child, startChild } from 'test-processes/child-process';
import type { AppOrders, Settings } from './settings.js';

/** A process that serves clicks, and where. */
interface Server {
  readonly child: Child<AppOrders>;
  readonly url: string;
}

/** Two processes on one file. One that was killed is started again. */
export interface ChildPair {
  /** One of those that run now, chosen by a number in [0, 1). */
  pick(random: number): Server;
  all(): readonly Server[];
  killAndRestart(random: number): Promise<void>;
  close(): Promise<void>;
}

export async function startPair(program: string, settings: Settings): Promise<ChildPair> {
  const start = async (): Promise<Server> => {
    const child = await startChild<AppOrders, never>(program, () => undefined);
    return { child, url: (await child.tell('begin', settings)).url };
  };
  let servers = [await start(), await start()];
  const pick = (random: number) => {
    const server = servers[Math.floor(random * servers.length)];
    if (server === undefined) throw new Error('no process runs');
    return server;
  };
  return {
    pick,
    all: () => servers,
    async killAndRestart(random) {
      const victim = pick(random);
      servers = servers.filter((server) => server !== victim);
      await victim.child.kill();
      servers = [...servers, await start()];
    },
    async close() {
      await Promise.all(servers.map(({ child }) => child.kill()));
    },
  };
}
