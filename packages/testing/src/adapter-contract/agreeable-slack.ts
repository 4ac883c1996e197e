import { listenOnLoopback } from '../listen-on-loopback.js';
import { installation } from './slack-requests.js';

/** Starts a Slack that accepts every call: the checks are about the host, not about Slack. */
export async function startAgreeableSlack(): Promise<{ readonly apiUrl: string; readonly close: () => Promise<void> }> {
  let count = 0;
  const { url, close } = await listenOnLoopback((request, response) => {
    request.resume().on('end', () => {
      count += 1;
      const ts = `1767261600.${String(count).padStart(6, '0')}`;
      const { appId, teamId } = installation;
      const known = { team_id: teamId, app_id: appId, user_id: 'U0CONTRACTBOT', bot_id: 'B0CONTRACT' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts, ...known }));
    });
  });
  return { apiUrl: `${url}/api/`, close };
}
