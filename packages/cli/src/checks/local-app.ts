import { type Check, notChecked, wrong } from '../doctor/check.js';
import { probeEndpoint } from './probe-endpoint.js';

/** Whether the app answers on this machine. If it does and the public URL fails, the fault is between Slack and the app. */
export const localApp: Check = {
  id: 'local_app',
  title: 'app on this machine',
  async run({ PORT: port, SLACK_SIGNING_SECRET: signingSecret }, ports) {
    if (port === undefined) return notChecked('port_unset', 'PORT is not set.');
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
      return wrong(
        'port_invalid',
        'PORT is not a number from 1 to 65535.',
        'Set it to the port that the app listens on, or unset it.',
      );
    if (signingSecret === undefined)
      return notChecked('signing_secret_missing', 'Signing a request needs SLACK_SIGNING_SECRET.');
    const [given] = ports.settings.requestUrls;
    const { pathname, search } = new URL(given ?? 'http://localhost/slack/actions');
    const { result } = await probeEndpoint(ports, {
      url: `http://127.0.0.1:${Number(port)}${pathname}${search}`,
      signingSecret,
      signedAtMs: ports.now(),
      correction: 'correct PORT',
    });
    if (result.code === 'request_url_unreachable')
      return notChecked('local_app_absent', 'Nothing listens on this port; ignore this if the app runs elsewhere.');
    if (result.code === 'request_url_not_found' && given !== undefined)
      return notChecked(
        'local_app_other_path',
        'It does not serve the path of --request-url; ignore this if a proxy changes the path.',
      );
    return result;
  },
};
