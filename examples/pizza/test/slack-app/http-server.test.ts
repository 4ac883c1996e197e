import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listen } from '../../src/http-server.js';

test('closing cuts off a request that never ends', async () => {
  const { url, close } = await listen(createServer(() => undefined).listen(0, '127.0.0.1'), 20);
  const answered = fetch(url).then(
    () => 'answered',
    () => 'cut off',
  );
  await expect
    .poll(() => fetch(`${url}/other`, { signal: AbortSignal.timeout(10) }).catch(({ name }) => name))
    .toBe('TimeoutError');

  await close();

  expect(await answered).toBe('cut off');
});
