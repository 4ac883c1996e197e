import { isRecord } from '../simulator/rules/shape-rules.js';
import { isOneOf, isText, isTextIfThere, isTexts, type Shape } from './action-shape.js';
import type { PageAction } from './page-action.js';
import { workspaceShapes } from './workspace/workspace-action.js';

const faults = ['lose_response', 'hang', 'status', 'rate_limit', null];

const choice: Shape = {
  value: isTextIfThere,
  option: isTextIfThere,
  options: (value) => value === undefined || isTexts(value),
  date: isTextIfThere,
  blockId: isTextIfThere,
};

const shapes: Readonly<Record<PageAction['type'], Shape>> = {
  click: { channelId: isText, ts: isText, actionId: isText, ...choice },
  click_in_view: { viewId: isText, actionId: isText, ...choice },
  submit: {
    viewId: isText,
    values: (value) => isRecord(value) && Object.values(value).every((one) => isText(one) || isTexts(one)),
  },
  dismiss: { viewId: isText, all: (value) => typeof value === 'boolean' },
  command: { channelId: isText, command: isText, text: isText },
  open_home: {},
  switch_fault: { fault: isOneOf(faults) },
  jump: { ms: (value) => typeof value === 'number' },
  press_button: { label: isText },
  reset: {},
  ...workspaceShapes,
};

/** Parses an action that the page sent. @returns null if it is not an action of the page */
export function readPageAction(body: unknown): { readonly userId: string; readonly action: PageAction } | null {
  if (!isRecord(body) || typeof body['as'] !== 'string' || !isRecord(body['action'])) return null;
  const { as: userId, action } = body;
  const type = typeof action['type'] === 'string' ? action['type'] : '';
  const shape = Object.entries(shapes).find(([name]) => name === type)?.[1];
  if (shape === undefined || !Object.entries(shape).every(([name, fits]) => fits(action[name]))) return null;
  // as: its fields have the shape of its type
  return { userId, action: action as unknown as PageAction };
}
