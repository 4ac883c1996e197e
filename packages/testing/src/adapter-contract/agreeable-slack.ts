import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installation } from './slack-requests.js';

/** A Slack that says yes to every call: enough for a host to be checked, which is not about Slack. */
export async function startAgreeableSlack(): Promise<{ readonly apiUrl: string; readonly close: () => Promise<void> }> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      count += 1;
      const ts = `1767261600.${String(count).padStart(6, '0')}`;
      const { appId, teamId } = installation;
      const known = { team_id: teamId, app_id: appId, user_id: 'U0CONTRACTBOT', bot_id: 'B0CONTRACT' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts, ...known }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an address with one
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { apiUrl: `http://127.0.0.1:${port}/api/`, close };
}
