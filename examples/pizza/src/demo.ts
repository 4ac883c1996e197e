import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { capturedAlerts, sendAlert } from './captured-alerts.js';
import { cardAsText, verbsOn } from './card-as-text.js';
import { check } from './check.js';
import { startClickDoor } from './click-door.js';
import { channel, startDemoWorld } from './demo-world.js';
import { until } from './until.js';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } },
});
const folder = fileURLToPath(new URL('../.demo', import.meta.url));
const log = (line: string): void => console.log(line);

if (values.check) await runCheck();
else await runDemo();

/** Plays the person, on a folder of its own. */
async function runCheck(): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'pizza-check-'));
  try {
    await check(temporary, log);
    log('checked: one alert, one card, one decision, one order');
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Asks, and waits for a person: `npm run click` in another terminal. */
async function runDemo(): Promise<void> {
  if (values.fresh) await rm(folder, { recursive: true, force: true });
  const world = await startDemoWorld(folder, log);
  const door = await startClickDoor(world.simulator);
  await writeFile(join(folder, 'click-door'), door.url);
  const [firing] = await capturedAlerts();
  const { action } = await sendAlert(world.app.url, firing);
  log(`An alert was sent to ${world.app.url}/alerts: ${action}.`);
  const card = await until('a card in the channel', () => world.simulator.messages(channel).at(-1) ?? null);
  log(`The card in #pizza:\n${cardAsText(card)}`);
  log(
    verbsOn(card).includes('approve')
      ? 'Now answer it, in another terminal:  npm run click  (or: npm run click -- --as U0CAROL, npm run click -- reject)'
      : 'It was decided in a run before.',
  );
  log('Ctrl-C ends the demo; the next start finds everything as it was, and npm run demo -- --fresh begins anew.');
  const stop = (): void => {
    Promise.all([door.close(), world.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
