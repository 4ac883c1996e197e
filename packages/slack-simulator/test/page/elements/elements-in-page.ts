import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { card, payloadOf, reasonModal } from '../../simulator/simulator-fixture.js';
import { eventually, type Looking } from '../look-with-browser.js';

/** Opens a modal with these blocks before the person who looks at the page. */
export async function openModal({ page, web, app }: Looking, ...blocks: KnownBlock[]) {
  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
  await page.getByRole('button', { name: 'Approve' }).click();
  await eventually(() => app.received.length).toBe(1);
  const { trigger_id } = payloadOf(app.received[0]);
  await web.views.open({ trigger_id, view: reasonModal({ blocks }) });
  const modal = page.getByRole('dialog', { name: 'Reject' });
  await modal.waitFor();
  return {
    modal,
    submit: () => modal.getByRole('button', { name: 'Reject' }).click(),
    /** The values of the submission, once the app has it. */
    submitted: async () => {
      await modal.waitFor({ state: 'detached' });
      return payloadOf(app.received.at(-1)).view.state.values;
    },
  };
}

/** Posts a message with this element, and waits for what the app gets of it. */
export async function postElement({ page, web, app }: Looking, element: ActionsBlockElement) {
  const blocks = [{ type: 'actions' as const, block_id: 'field', elements: [element] }];
  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks });
  const card = page.getByRole('article');
  await card.waitFor();
  return {
    card,
    /** The action of the newest click, of so many in all. */
    action: async (count: number) => {
      await eventually(() => app.received.length).toBe(count);
      return payloadOf(app.received.at(-1)).actions[0];
    },
  };
}
