import type { ActionsBlockElement, InputBlock, InputBlockElement, KnownBlock, PlainTextElement } from '@slack/types';
import { card, payloadOf, reasonModal, startApp, startSlack } from '../simulator-fixture.js';

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
export const option = (value: string) => ({ text: plain(value.toUpperCase()), value });

/** An input block of that element, in the block `field`. */
export const input = (element: InputBlockElement, changes: Partial<InputBlock> = {}): InputBlock => ({
  type: 'input',
  block_id: 'field',
  label: plain('Field'),
  element,
  ...changes,
});

/** A modal with these blocks is open before Alice. */
export async function withModal(...blocks: KnownBlock[]) {
  const app = await startApp();
  const { slack, web } = await startSlack({ requestUrl: app.url });
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
  await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
  const { trigger_id } = payloadOf(app.received[0]);
  const { view } = await web.views.open({ trigger_id, view: reasonModal({ blocks }) });
  const viewId = view?.id ?? '';
  return {
    app,
    slack,
    viewId,
    submit: (values: Parameters<typeof slack.submit>[0]['values']) =>
      slack.submit({ userId: 'U0ALICE', viewId, values }),
    /** What the app got of the block `field`. */
    field: () => payloadOf(app.received.at(-1)).view.state.values.field,
  };
}

/** What Slack has against a message with these blocks, or null if it posts them. */
export async function messageRefusal(...blocks: object[]): Promise<string | null> {
  const { slack, web } = await startSlack();
  await web.apiCall('chat.postMessage', { channel: 'C0PIZZA', text: 'x', blocks }).catch(() => undefined);
  return slack.traffic.at(-1)?.detail ?? null;
}

/** A message with this element in the block `field`, and what the app gets when Alice uses it. */
export async function withCard(element: ActionsBlockElement) {
  const app = await startApp();
  const { slack, web } = await startSlack({ requestUrl: app.url });
  const blocks = [{ type: 'actions' as const, block_id: 'field', elements: [element] }];
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks });
  return {
    click: (chosen: object) =>
      slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: element.action_id ?? '', ...chosen }),
    action: () => payloadOf(app.received.at(-1)).actions[0],
  };
}
