import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PizzaOrder } from './pizza-order.js';

/** Orders as files named by the approval: creating one that is there finds it, so nothing is ordered twice. */
export interface Orders {
  createOrFind(approvalId: string, order: PizzaOrder): Promise<'created' | 'found'>;
  list(): Promise<readonly { readonly approvalId: string; readonly order: PizzaOrder }[]>;
}

export async function ordersIn(folder: string): Promise<Orders> {
  await mkdir(folder, { recursive: true });
  return {
    async createOrFind(approvalId, order) {
      try {
        // `wx` fails where the file exists: the file system decides who was first
        await writeFile(join(folder, `${approvalId}.json`), JSON.stringify(order), { flag: 'wx' });
        return 'created';
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return 'found';
        throw error;
      }
    },
    async list() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
      return await Promise.all(
        names.map(async (name) => ({
          approvalId: name.slice(0, -'.json'.length),
          order: JSON.parse(await readFile(join(folder, name), 'utf8')),
        })),
      );
    },
  };
}
