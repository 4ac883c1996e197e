import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Changes } from '../simulator/changes.js';
import type { JumpingClock } from '../simulator/jumping-clock.js';
import { readJsonArguments } from '../simulator/methods/call-arguments.js';
import type { Outbox } from '../simulator/outbound/outbox.js';
import type { PageRoutes, ServerParts } from '../simulator/server.js';
import { SimulatorError } from '../simulator/simulator-error.js';
import type { SlackSimulator, SlackSimulatorOptions } from '../simulator/slack-simulator.js';
import { doPageAction } from './do-page-action.js';
import { pageFile } from './page-files.js';
import type { PageState } from './page-state.js';
import { readPageAction } from './read-page-action.js';
import { readPageState } from './read-page-state.js';
import { whyTurnedAway } from './same-origin.js';
import { streamChanges } from './stream-changes.js';
import { readConditions } from './workspace/read-conditions.js';

interface RouteParts extends ServerParts {
  readonly clock: JumpingClock;
  readonly changes: Changes;
}

type PageOptions = Pick<SlackSimulatorOptions, 'host' | 'commands' | 'upcoming' | 'buttons'>;
/** Known once the server listens. */
type Behind = () => {
  readonly simulator: SlackSimulator;
  readonly outbox: Outbox;
  readonly subscribed: readonly string[];
};

/** Scripts, styles and fonts only from this server; pictures from any address in a message. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const always = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Serves the page: its files at `/`, its state at `/page/state`, changes at `/page/changes`, and actions at `/page/do`. */
export function createPageRoutes(parts: RouteParts, options: PageOptions, behind: Behind): PageRoutes {
  return async (request, body, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
    const why = whyTurnedAway(request, options.host);
    if (why !== null) return answer(response, 403, { error: why });
    switch (`${request.method} ${pathname}`) {
      case 'GET /page/state':
        return sendState(parts, options, behind, searchParams, response);
      case 'GET /page/changes':
        return streamChanges(parts.changes, always, response);
      case 'POST /page/do':
        return doAndAnswer(parts, options, behind, body, response);
      default:
        return sendFile(request, pathname, response);
    }
  };
}

async function sendState(
  { model, traffic, faults, clock }: RouteParts,
  { upcoming, commands = [], buttons = [] }: PageOptions,
  behind: Behind,
  asked: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const alive = model.world.people().filter((person) => !person.deleted);
  const person = alive.find(({ id }) => id === asked.get('as')) ?? alive[0];
  if (person === undefined) return answer(response, 404, { error: 'There is no such person in this workspace' });
  const state: PageState = {
    ...readPageState(model, person, asked.get('in')),
    conditions: readConditions(model, faults),
    commands,
    buttons: buttons.map(({ label, about = null }) => ({ label, about })),
    traffic: traffic.exchanges(),
    standingFault: faults.standing(),
    clock: {
      now: clock.now(),
      canJump: clock.canJump,
      appFollows: clock.appFollows,
      upcoming: (await upcoming?.()) ?? [],
    },
    requestUrl: behind().simulator.requestUrl,
  };
  return answer(response, 200, state);
}

async function doAndAnswer(
  { faults }: RouteParts,
  { buttons = [] }: PageOptions,
  behind: Behind,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const given = readPageAction(readJsonArguments(body)?.given);
  if (given === null) return answer(response, 400, { error: 'That is nothing a person can do here' });
  try {
    return answer(response, 200, await doPageAction({ ...behind(), faults, buttons }, given.userId, given.action));
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    return answer(response, 409, { error: error.message });
  }
}

async function sendFile(request: IncomingMessage, pathname: string, response: ServerResponse): Promise<void> {
  const file = request.method === 'GET' ? await pageFile(pathname === '/' ? 'page.html' : pathname.slice(1)) : null;
  if (file === null) return answer(response, 404, { error: 'Nothing here' });
  response.writeHead(200, { ...always, 'content-type': file.type });
  response.end(file.content);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...always, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
