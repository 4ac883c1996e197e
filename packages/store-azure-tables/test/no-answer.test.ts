import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { ApprovalStore } from '@k8s-pizza/slack-approval';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { azureTablesStore } from '../src/index.js';

const now = aRow().askedAt;
const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

const calls: Record<string, (store: ApprovalStore) => Promise<unknown>> = {
  get: (store) => store.get('aone'),
  'put of a new row': (store) => store.put(aRow(), 0),
  'put over a version': (store) => store.put(aRow(), 1),
  claimDue: (store) => store.claimDue(claim),
  list: (store) => store.list({ limit: 1 }),
};

/** A service that hears every request. */
async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // a server that listens on a port has an address with one
  return (server.address() as AddressInfo).port;
}

function storeOn(port: number, options: TableServiceClientOptions = {}): ApprovalStore {
  const key = Buffer.from('a key that opens nothing').toString('base64');
  const place = `TableEndpoint=http://127.0.0.1:${port}/tests;AccountName=tests;AccountKey=${key}`;
  return azureTablesStore(
    TableClient.fromConnectionString(`DefaultEndpointsProtocol=http;${place}`, 'approvals', {
      allowInsecureConnection: true,
      ...options,
    }),
  );
}

/** Lets what may last for five seconds last for 50 ms. */
function hurry(): void {
  const { timeout } = AbortSignal;
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout.call(AbortSignal, ms / 100));
}

const settings: readonly (readonly [string, TableServiceClientOptions])[] = [
  ['of the README', { retryOptions: { maxRetries: 1, retryDelayInMs: 100 } }],
  ['of the client', {}],
];

describe.each(settings)('with the retries %s', (_, options) => {
  test.each(Object.entries(calls))(
    '%s ends where the service never answers, and is not heard twice',
    async (_name, call) => {
      hurry();
      const heard: string[] = [];
      const silent = createServer((request) => void heard.push(`${request.method} ${request.url}`));
      const store = storeOn(await listen(silent), options);

      await expect(call(store)).rejects.toMatchObject({ code: 'store_failed', cause: { name: 'AbortError' } });

      expect(AbortSignal.timeout).toHaveBeenCalledWith(5_000);
      expect(new Set(heard).size).toBe(heard.length);
    },
  );

  test.each(Object.entries(calls))('%s ends where an answer begins and never ends', async (_name, call) => {
    hurry();
    const halting = createServer((_request, response) => void response.writeHead(200, { etag: 'e' }).write('{"odata'));
    const store = storeOn(await listen(halting), options);

    await expect(call(store)).rejects.toMatchObject({ code: 'store_failed' });
  });
});

test('the first call after that is answered', async () => {
  let isSilent = true;
  const server = createServer((_request, response) => {
    const fields = JSON.stringify(aRow({ version: 1 }));
    if (!isSilent) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ fields }));
  });
  const store = storeOn(await listen(server));
  hurry();
  await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_failed' });
  vi.restoreAllMocks();

  isSilent = false;

  expect(await store.get('aone')).toMatchObject({ id: 'aone', version: 1 });
});
