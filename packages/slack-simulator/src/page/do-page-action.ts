import type { Faults } from '../simulator/faults.js';
import { openDirectChannel } from '../simulator/model/conversations.js';
import { findHome } from '../simulator/model/views.js';
import { dismissView } from '../simulator/outbound/dismiss.js';
import type { Outbox } from '../simulator/outbound/outbox.js';
import { viewOutput } from '../simulator/payload-parts.js';
import type { Sent } from '../simulator/sent.js';
import { SimulatorError } from '../simulator/simulator-error.js';
import type { PageButton, SlackSimulator } from '../simulator/slack-simulator.js';
import type { PageAction, PageActionResult } from './page-action.js';
import { doWorkspaceAction, isWorkspaceAction } from './workspace/do-workspace-action.js';

export interface PageActionParts {
  readonly simulator: SlackSimulator;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** The bot events that the app subscribes to. */
  readonly subscribed: readonly string[];
  readonly buttons: readonly PageButton[];
}

/** Carries out an action of the page in the simulator. @throws {SimulatorError} the person cannot do this */
export async function doPageAction(
  parts: PageActionParts,
  userId: string,
  action: PageAction,
): Promise<PageActionResult> {
  const sent = await carryOut(parts, userId, action);
  return { failure: sent?.failure ?? null };
}

async function carryOut(parts: PageActionParts, userId: string, action: PageAction): Promise<Sent | null> {
  if (isWorkspaceAction(action)) return await doWorkspaceAction(parts, userId, action);
  const { simulator, outbox, faults, subscribed } = parts;
  switch (action.type) {
    case 'click':
      return simulator.click({ ...withoutType(action), userId });
    case 'click_in_view':
      return simulator.click({ ...withoutType(action), userId });
    case 'submit':
      return simulator.submit({ ...withoutType(action), userId });
    case 'dismiss':
      return dismissView(outbox, { ...action, userId });
    case 'command':
      return simulator.command({ ...withoutType(action), userId });
    case 'open_home':
      return outbox.reachesApp() && subscribed.includes('app_home_opened')
        ? simulator.event(homeOpened(outbox, userId))
        : null;
    case 'switch_fault':
      faults.switchTo(action.fault);
      outbox.model.changed();
      return null;
    case 'jump':
      await simulator.jump(action.ms);
      return null;
    case 'press_button':
      await press(parts.buttons, action.label);
      return null;
    case 'reset':
      simulator.reset();
      return null;
    default:
      return action satisfies never;
  }
}

async function press(buttons: readonly PageButton[], label: string): Promise<void> {
  const button = buttons.find((one) => one.label === label);
  if (button === undefined)
    throw new SimulatorError('element_not_found', `The page has no button "${label}": press one that the page shows.`);
  try {
    await button.press();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it threw something that is no Error';
    throw new SimulatorError('button_failed', `${label}: ${why}`, { cause });
  }
}

function withoutType<Action extends PageAction>({ type: _, ...action }: Action): Omit<Action, 'type'> {
  return action;
}

/** §2 app_home_opened: in the direct message with the app. */
function homeOpened({ model }: Outbox, userId: string) {
  const home = findHome(model, userId);
  return {
    type: 'app_home_opened',
    user: userId,
    channel: openDirectChannel(model, userId).id,
    tab: 'home',
    ...(home === null ? {} : { view: viewOutput(home) }),
  };
}
