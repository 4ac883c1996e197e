import type { ElementValue } from '../simulator/elements/stateful-elements.js';
import type { StandingFault } from '../simulator/faults.js';
import type { WorkspaceAction } from './workspace/workspace-action.js';

/** What a person does in the page, as the page sends it to the simulator. */
export type PageAction =
  | WorkspaceAction
  | {
      readonly type: 'click';
      readonly channelId: string;
      readonly ts: string;
      readonly actionId: string;
      readonly value?: string;
      readonly option?: string;
      readonly options?: readonly string[];
      readonly date?: string;
      readonly blockId?: string;
    }
  | {
      readonly type: 'click_in_view';
      readonly viewId: string;
      readonly actionId: string;
      readonly value?: string;
      readonly option?: string;
      readonly options?: readonly string[];
      readonly date?: string;
      readonly blockId?: string;
    }
  | { readonly type: 'submit'; readonly viewId: string; readonly values: Readonly<Record<string, ElementValue>> }
  | { readonly type: 'dismiss'; readonly viewId: string; readonly all: boolean }
  | { readonly type: 'command'; readonly channelId: string; readonly command: string; readonly text: string }
  | { readonly type: 'open_home' }
  | { readonly type: 'switch_fault'; readonly fault: StandingFault | null }
  | { readonly type: 'jump'; readonly ms: number }
  | { readonly type: 'press_button'; readonly label: string }
  | { readonly type: 'reset' };

/** How it went. `failure` is null if the app took it, or if nothing was sent to the app. */
export interface PageActionResult {
  readonly failure: string | null;
}
