import { isRecord } from '../simulator/rules/shape-rules.js';
import { isOneOf, isText, isTextIfThere, type Shape } from './deed-shape.js';
import type { PageDeed } from './page-deed.js';
import { workspaceShapes } from './workspace/workspace-deed.js';

const faults = ['lose_response', 'hang', 'status', 'rate_limit', null];

const shapes: Readonly<Record<PageDeed['type'], Shape>> = {
  click: { channelId: isText, ts: isText, actionId: isText, value: isTextIfThere, option: isTextIfThere },
  click_in_view: { viewId: isText, actionId: isText, value: isTextIfThere, option: isTextIfThere },
  submit: { viewId: isText, values: (value) => isRecord(value) && Object.values(value).every(isText) },
  dismiss: { viewId: isText, all: (value) => typeof value === 'boolean' },
  command: { channelId: isText, command: isText, text: isText },
  open_home: {},
  switch_fault: { fault: isOneOf(faults) },
  jump: { ms: (value) => typeof value === 'number' },
  press_button: { label: isText },
  reset: {},
  ...workspaceShapes,
};

/** A deed as the page sent it; null for anything that is none. */
export function readDeed(body: unknown): { readonly userId: string; readonly deed: PageDeed } | null {
  if (!isRecord(body) || typeof body['as'] !== 'string' || !isRecord(body['deed'])) return null;
  const { as: userId, deed } = body;
  const type = typeof deed['type'] === 'string' ? deed['type'] : '';
  const shape = Object.entries(shapes).find(([name]) => name === type)?.[1];
  if (shape === undefined || !Object.entries(shape).every(([name, fits]) => fits(deed[name]))) return null;
  // the shape of its type is the proof
  return { userId, deed: deed as unknown as PageDeed };
}
