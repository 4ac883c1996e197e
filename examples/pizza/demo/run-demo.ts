import { writeFile } from 'node:fs/promises';
import type { ClusterAddress } from '../src/connections.js';
import { cardAsText, cardsIn } from './cards.js';
import { startClickServer } from './click-server.js';
import { stateFiles } from './demo-folder.js';
import { channel, type DemoOptions, type DemoWorld, startDemoWorld } from './demo-world.js';
import { say } from './say.js';
import { capturedAlerts, sendAlert } from './send-alerts.js';
import { until } from './until.js';
import { comingEvents } from './what-comes.js';

export interface DemoStart {
  /** Whether the app is removed from the channel before the alert is sent. */
  readonly isUninvited: boolean;
}

/** Sends an alert, prints what to do, and runs until Ctrl-C. */
export async function runDemo(options: DemoOptions, { isUninvited }: DemoStart): Promise<void> {
  for (const note of options.config.notes) say.line(note);
  const world = await startDemoWorld(options).catch(explainStart);
  if (world === null) return;
  const clicks = world.simulator === null ? null : await startClickServer(world.simulator);
  if (clicks !== null) await writeFile(stateFiles(options.folder).clickServer, clicks.url);
  endWithSignal(async () => {
    await clicks?.close();
    await world.close();
  });

  sayWhere(world, options);
  if (isUninvited) world.simulator?.removeApp(channel);
  const { action } = await sendAlert(world.alertsUrl, (await capturedAlerts()).firing, options.config.alerts.token);
  say.title(`An alert of Alertmanager was sent: ${action}.`);
  const isWaiting = isUninvited && world.simulator !== null && cardsIn(world.simulator).length === 0;
  sayWhatToDo(world, isWaiting ? 'uninvited' : await sayCard(world, options));
}

/** Decides what is printed: how to invite the app, how to answer, or how to start over. */
type CardState = 'uninvited' | 'waiting' | 'decided';

function sayWhere({ simulator, app, functionUrl, alertsUrl, clusterUrl }: DemoWorld, { config }: DemoOptions): void {
  say.title('Pizza, after a person said yes');
  if (simulator === null) say.place('Slack', 'your workspace', config.slack?.channel);
  else say.place('Slack', simulator.pageUrl, 'simulated: a page for your browser');
  say.place('Slack app', app.url, 'takes Slack’s requests at /slack/actions');
  say.place('order function', functionUrl ?? config.orderFunction?.url ?? '', 'takes signed decisions');
  say.place('alerts', alertsUrl, 'where Alertmanager would send notifications');
  if (clusterUrl !== null) {
    say.place('Kubernetes', clusterUrl, 'simulated, with a controller that bakes');
    return;
  }
  say.place('Kubernetes', nameOf(config.cluster), 'REAL: an approval orders what is configured');
}

async function sayCard({ simulator }: DemoWorld, { config }: DemoOptions): Promise<CardState> {
  if (simulator === null) {
    say.line(`Its card is in your Slack, in ${config.slack?.channel}.`);
    return 'waiting';
  }
  const card = await until('a card in the channel', () => cardsIn(simulator).at(-1) ?? null);
  say.line(`The card in #pizza:\n${cardAsText(card)}`);
  if (card.notified.length > 0) say.line(`Slack notified the people on call: ${card.notified.join(', ')}.`);
  return card.text.includes('Waiting for an answer') ? 'waiting' : 'decided';
}

function sayWhatToDo({ simulator, clusterUrl }: DemoWorld, card: CardState): void {
  if (simulator !== null) sayWhatToClick(simulator.pageUrl, card);
  if (clusterUrl !== null) {
    say.title('And if you have kubectl:');
    say.command(`kubectl --server=${clusterUrl} get pz --watch`, '');
  }
  say.line('\nCtrl-C ends the demo. The next start continues where it was.\n');
}

function sayWhatToClick(pageUrl: string, card: CardState): void {
  if (card === 'decided') {
    say.title('The card is already answered. To start over:');
    say.command('npm run demo -- --fresh', '');
    return;
  }
  const asWhom = (userId: string): string => `${pageUrl}#as=${userId}&in=${channel}`;
  if (card === 'uninvited') {
    say.title('The app is not in #pizza, so its card waits. Invite it, and the card appears:');
    say.command(asWhom('U0ALICE'), '“Invite approvals”, above the message field');
    return;
  }
  say.title('Now click Order now, choose a size, and watch the card until the pizza is delivered:');
  say.command(asWhom('U0ALICE'), 'Alice is on call');
  say.command(asWhom('U0CAROL'), 'Carol is not, and is told why she cannot approve');
  say.title('In the page you can also type:');
  say.command('/pizza orders', 'what is in the cluster');
  say.command('/pizza party 12', 'Alice or Bob approves, then Carol, who holds the budget');
  say.command('/pizza test', 'another question, for a pizza that is not baked');
  say.command('/approvals help', 'what waits for you, and why you cannot approve');
  say.title('To see what happens if no one answers, press, in the page under Simulator and then Clock:');
  say.command(comingEvents.reminder, 'mentions the people on call again');
  say.command(comingEvents.shiftLead, 'in a direct message, where she can approve');
  say.title('After Order for the next shift, press there:');
  say.command(comingEvents.nextShift, 'the pizza is ordered then');
  say.title('And press, in the page under Simulator and then Events:');
  say.command('Send 60 alerts', 'one summary card lists all that wait');
  say.title('Or in another terminal, without a browser:');
  say.command('npm run click', 'Alice orders now');
  say.command('npm run click -- --as U0CAROL', 'Carol tries');
  say.command('npm run click -- next-shift', 'Alice orders for the next shift');
  say.command('npm run click -- no --as U0BOB', 'Bob, on call as well, says no');
}

/** Explains a port that is taken. Throws everything else. */
function explainStart(error: unknown): null {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error)) throw error;
  say.problem(`Port ${error.port} is in use, perhaps by another demo. End that process, or choose other ports:`, [
    'PORT=4000 npm run demo     uses 4000 to 4003',
    'PORT=0 npm run demo        uses any free ports',
  ]);
  process.exitCode = 1;
  return null;
}

function endWithSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    say.line('\nEnding. The state is kept for the next start.');
    // a second Ctrl-C ends at once
    process.once('SIGINT', () => process.exit(130));
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        say.problem(error instanceof Error ? error.message : 'The demo did not end cleanly.');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function nameOf(cluster: ClusterAddress | null): string {
  if (cluster === null) return '';
  if (cluster === 'in-cluster') return 'the cluster around this pod';
  return cluster === 'kubeconfig' ? 'the current context of KUBECONFIG' : cluster.apiUrl;
}
