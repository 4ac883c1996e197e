import { type Check, notChecked, wrong } from '../doctor/check.js';
import { askDoor } from './ask-door.js';

/** Whether the app answers on this machine: where it does and Slack does not get to it, what is between them is at fault. */
export const localApp: Check = {
  id: 'local_app',
  title: 'app on this machine',
  async run({ PORT: port, SLACK_SIGNING_SECRET: secret }, ports) {
    if (port === undefined) return notChecked('port_unset', 'PORT is not set.');
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
      return wrong(
        'port_invalid',
        'PORT is no number from 1 to 65535.',
        'Set it to the port the app listens on, or unset it.',
      );
    if (secret === undefined)
      return notChecked('signing_secret_missing', 'Without SLACK_SIGNING_SECRET nothing can be signed.');
    const result = await askDoor(ports, `http://127.0.0.1:${Number(port)}/slack/actions`, secret);
    if (result.code !== 'request_url_unreachable') return result;
    return notChecked('local_app_absent', 'Nothing listens there; that is fine where the app runs elsewhere.');
  },
};
