import type { RequestListener } from 'node:http';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { aRow, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { storeCalls } from 'test-engines/store-calls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { azureTablesStore } from '../src/index.js';

/** A store whose service answers as `service` does. */
async function storeOn(service: RequestListener, options: TableServiceClientOptions = {}): Promise<ApprovalStore> {
  const { url, close } = await listenOnLoopback(service);
  onTestFinished(close);
  const key = Buffer.from('a key that opens nothing').toString('base64');
  const place = `TableEndpoint=${url}/tests;AccountName=tests;AccountKey=${key}`;
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
  test.each(Object.entries(storeCalls))(
    '%s ends where the service never answers, and is not heard twice',
    async (_name, call) => {
      hurry();
      const heard: string[] = [];
      const store = await storeOn((request) => void heard.push(`${request.method} ${request.url}`), options);

      await expect(call(store)).rejects.toMatchObject({ code: 'store_failed', cause: { name: 'AbortError' } });

      expect(AbortSignal.timeout).toHaveBeenCalledWith(5_000);
      expect(new Set(heard).size).toBe(heard.length);
    },
  );

  test.each(Object.entries(storeCalls))('%s ends where an answer begins and never ends', async (_name, call) => {
    hurry();
    const halting: RequestListener = (_request, response) =>
      void response.writeHead(200, { etag: 'e' }).write('{"odata');
    const store = await storeOn(halting, options);

    await expect(call(store)).rejects.toMatchObject({ code: 'store_failed' });
  });
});

test('the first call after that is answered', async () => {
  let isSilent = true;
  const store = await storeOn((_request, response) => {
    const fields = JSON.stringify(aRow({ version: 1 }));
    if (!isSilent) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ fields }));
  });
  hurry();
  await expect(store.get('aone')).rejects.toMatchObject({ code: 'store_failed' });
  vi.restoreAllMocks();

  isSilent = false;

  expect(await store.get('aone')).toMatchObject({ id: 'aone', version: 1 });
});
