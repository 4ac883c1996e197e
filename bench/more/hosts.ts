// What an adapter costs in its host, in one process, without decide and put.
// Run: npm run bench -- hosts
import functions, { type app } from '@azure/functions';
import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { registerApprovals as registerOnAzure } from '@k8s-pizza/slack-approval-azure-functions';
import { registerApprovals as registerOnBolt } from '@k8s-pizza/slack-approval-bolt';
import { App, AwsLambdaReceiver, LogLevel } from '@slack/bolt';
import { answerByHand } from '../measure/by-hand.js';
import { type Measured, sideBySide } from '../measure/side-by-side.js';
import { secret, signedClick } from '../measure/signed-click.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';

/** Reports the second against the first. */
function reportSecond(what: string, [, second]: readonly Measured[]): void {
  if (second === undefined) throw new Error('Nothing was measured.');
  const { ratio, microseconds } = second;
  const figures = [ratioFigure(ratio, { atMost: 1.05 }), { value: microseconds.median, unit: 'µs' }];
  report({ section: 'More', what, figures, note: 'CPU time of one process.' });
}

const nowMs = Date.now();
const clickOn = (actionId: string) => signedClick({ actionId, value: 'v', nowMs });

// CommonJS of which a module sees three names only
const { HttpRequest, InvocationContext } = functions;

// what another feature of the app is clicked for: verified, parsed and let go
const foreign = clickOn('other:feature');
const requestOf = ({ body, headers }: typeof foreign) =>
  new HttpRequest({ method: 'POST', url: 'http://localhost/slack', headers: { ...headers }, body: { bytes: body } });

const { get, put, claimDue, list, close } = memoryStore();
const store = { get, put, claimDue, list, close };
const approvals = createApprovals({
  store,
  slack: { token: 'xoxb-bench', signingSecret: secret, teamId: 'T0PIZZA', appId: 'A0PIZZA' },
});
let handler: Parameters<typeof app.http>[1]['handler'] = () => ({ status: 500 });
registerOnAzure(
  {
    http: (_name, options) => {
      handler = options.handler;
    },
    timer: () => undefined,
  },
  // nothing is owed, and no run is begun behind an answer
  { handleRaw: approvals.handleRaw, processDue: async () => ({ claimedCount: 0 }) },
);
const context = new InvocationContext();

reportSecond(
  'Azure Functions: an HttpRequest to its answer, against by hand',
  await sideBySide([
    {
      name: 'by hand: arrayBuffer, verify, parse, route',
      run: async () => {
        const request = requestOf(foreign);
        const bytes = Buffer.from(await request.arrayBuffer());
        const header = (name: string) => request.headers.get(name) ?? undefined;
        return { status: answerByHand(bytes, header, secret, nowMs) };
      },
    },
    {
      name: 'the adapter, and receive',
      run: async () => {
        const answer = await handler(requestOf(foreign), context);
        if (answer.status !== 200) throw new Error(`The click was answered ${answer.status}.`);
        return answer;
      },
    },
  ]),
);

const ours = clickOn('approval:default:approve');

function lambda(register: (bolt: App) => void) {
  const receiver = new AwsLambdaReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
  const authorize = async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH' });
  register(new App({ receiver, authorize, logLevel: LogLevel.ERROR }));
  const handle = receiver.toHandler();
  const event = {
    headers: { ...ours.headers },
    body: ours.body.toString(),
    isBase64Encoded: false,
    requestContext: {},
    rawPath: '/',
    rawQueryString: '',
    routeKey: '',
    version: '2.0',
  };
  return async () => {
    const { statusCode } = await handle(event, {});
    if (statusCode !== 200) throw new Error(`The click was answered ${statusCode}.`);
    return statusCode;
  };
}

reportSecond(
  'Bolt: a Lambda event to its answer, against Bolt alone',
  await sideBySide([
    {
      name: 'Bolt alone, with a listener that acknowledges',
      run: lambda((bolt) => bolt.action('approval:default:approve', async ({ ack }) => ack())),
    },
    {
      name: 'the adapter, before a dispatch that does nothing',
      run: lambda((bolt) =>
        registerOnBolt(bolt, { handleVerified: async () => ({ status: 200, headers: {}, body: '' }) }),
      ),
    },
  ]),
);
