import type { SlackTransport } from '../ports/slack-transport.js';
import type { WebTransportOptions } from './web-transport.js';

/** Slack's Web API, loaded at the first call: answering a click by one put makes none. */
export function onDemandTransport(options: WebTransportOptions): SlackTransport {
  let loading: Promise<SlackTransport> | null = null;
  const transport = (): Promise<SlackTransport> => {
    loading ??= import('./web-transport.js').then(({ webTransport }) => webTransport(options));
    return loading;
  };
  return {
    post: async (message) => await (await transport()).post(message),
    update: async (message) => await (await transport()).update(message),
    ephemeral: async (message) => await (await transport()).ephemeral(message),
    directMessage: async (message) => await (await transport()).directMessage(message),
    openView: async (triggerId, view) => await (await transport()).openView(triggerId, view),
    updateView: async (viewId, view) => await (await transport()).updateView(viewId, view),
    publishHome: async (userId, view) => await (await transport()).publishHome(userId, view),
    groupMembers: async (groupId) => await (await transport()).groupMembers(groupId),
    person: async (userId) => await (await transport()).person(userId),
    installation: async () => await (await transport()).installation(),
  };
}
