import type { Faults } from '../simulator/faults.js';
import { openDirectChannel } from '../simulator/model/conversations.js';
import { findHome } from '../simulator/model/views.js';
import { dismissView } from '../simulator/outbound/dismiss.js';
import type { Outbox } from '../simulator/outbound/outbox.js';
import { viewOutput } from '../simulator/payload-parts.js';
import type { Sent } from '../simulator/sent.js';
import { SimulatorError } from '../simulator/simulator-error.js';
import type { PageButton, SlackSimulator } from '../simulator/slack-simulator.js';
import type { DeedResult, PageDeed } from './page-deed.js';
import { doWorkspaceDeed, isWorkspaceDeed } from './workspace/do-workspace-deed.js';

export interface DeedParts {
  readonly simulator: SlackSimulator;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** The bot events that the app subscribes to. */
  readonly subscribed: readonly string[];
  readonly buttons: readonly PageButton[];
}

/** Does in the simulator what somebody did in the page. @throws {SimulatorError} for what that person can't do */
export async function doDeed(parts: DeedParts, userId: string, deed: PageDeed): Promise<DeedResult> {
  const sent = await carryOut(parts, userId, deed);
  return { failure: sent?.failure ?? null };
}

async function carryOut(parts: DeedParts, userId: string, deed: PageDeed): Promise<Sent | null> {
  if (isWorkspaceDeed(deed)) return await doWorkspaceDeed(parts, userId, deed);
  const { simulator, outbox, faults, subscribed } = parts;
  switch (deed.type) {
    case 'click':
      return simulator.click({ ...withoutType(deed), userId });
    case 'click_in_view':
      return simulator.click({ ...withoutType(deed), userId });
    case 'submit':
      return simulator.submit({ ...withoutType(deed), userId });
    case 'dismiss':
      return dismissView(outbox, { ...deed, userId });
    case 'command':
      return simulator.command({ ...withoutType(deed), userId });
    case 'open_home':
      return outbox.reachesApp() && subscribed.includes('app_home_opened')
        ? simulator.event(homeOpened(outbox, userId))
        : null;
    case 'switch_fault':
      faults.switchTo(deed.fault);
      outbox.model.changed();
      return null;
    case 'jump':
      await simulator.jump(deed.ms);
      return null;
    case 'press_button':
      await press(parts.buttons, deed.label);
      return null;
    case 'reset':
      simulator.reset();
      return null;
    default:
      return deed satisfies never;
  }
}

async function press(buttons: readonly PageButton[], label: string): Promise<void> {
  const button = buttons.find((one) => one.label === label);
  if (button === undefined) throw new SimulatorError('element_not_found', `The page has no button ${label}`);
  try {
    await button.press();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it threw no Error';
    throw new SimulatorError('button_failed', `${label}: ${why}`, { cause });
  }
}

function withoutType<Deed extends PageDeed>({ type: _, ...deed }: Deed): Omit<Deed, 'type'> {
  return deed;
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
