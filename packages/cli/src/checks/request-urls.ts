import { type Check, notChecked, wrong } from '../doctor/check.js';
import { checkUrl } from '../doctor/check-url.js';
import { askDoor } from './ask-door.js';

/** Whether Slack's requests get to the app at one of its three addresses, and are believed for their signature only. */
function requestUrl(door: 'actions' | 'commands' | 'events'): Check {
  return {
    id: `request_url_${door}`,
    title: `/slack/${door}`,
    async run({ PUBLIC_URL: url, SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: socket }, ports) {
      if (url === undefined) {
        const why =
          socket === undefined ? 'say where Slack reaches the app, by --url.' : 'Socket Mode needs no address.';
        return notChecked('public_url_unset', `PUBLIC_URL is not set: ${why}`);
      }
      const problem = checkUrl(url);
      if (problem !== null)
        return wrong(
          'public_url_invalid',
          `PUBLIC_URL ${problem}.`,
          'Name the address that Slack reaches the app by, with https://.',
        );
      if (secret === undefined)
        return notChecked('signing_secret_missing', 'Without SLACK_SIGNING_SECRET nothing can be signed.');
      const { origin, pathname } = new URL(url);
      return await askDoor(ports, `${origin}${pathname.replace(/\/+$/, '')}/slack/${door}`, secret);
    },
  };
}

export const actionsUrl = requestUrl('actions');
export const commandsUrl = requestUrl('commands');
export const eventsUrl = requestUrl('events');
