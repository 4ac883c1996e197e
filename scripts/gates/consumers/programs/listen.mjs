import { once } from 'node:events';

/** Starts a server on a free port. @returns its address, and how to close it */
export async function listen(server, path = '/slack/actions') {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // what is being answered is answered to its end
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${server.address().port}${path}`, close };
}
