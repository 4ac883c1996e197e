import type { SlackTransport } from '../../ports/slack-transport.js';
import type { SlackGate } from '../../runtime/runtime.js';

/** Loads the gate with the first call to Slack. Most clicks are answered by one write and call nothing. */
export function onDemandGate(load: () => Promise<SlackGate>): SlackGate {
  let loading: Promise<SlackGate> | null = null;
  const gate = (): Promise<SlackGate> => {
    // the next call tries once more: a chunk that could not be read may be there then
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  const transport = async (): Promise<SlackTransport> => (await gate()).transport;
  return {
    transport: {
      post: async (message) => await (await transport()).post(message),
      update: async (message) => await (await transport()).update(message),
      ephemeral: async (message) => await (await transport()).ephemeral(message),
      directMessage: async (message) => await (await transport()).directMessage(message),
      openView: async (triggerId, view) => await (await transport()).openView(triggerId, view),
      pushView: async (triggerId, view) => await (await transport()).pushView(triggerId, view),
      updateView: async (viewId, view) => await (await transport()).updateView(viewId, view),
      publishHome: async (userId, view) => await (await transport()).publishHome(userId, view),
      groupMembers: async (groupId) => await (await transport()).groupMembers(groupId),
      person: async (userId) => await (await transport()).person(userId),
      installation: async () => await (await transport()).installation(),
    },
    test: async () => await (await gate()).test(),
    reopen: async () => loading !== null && (await (await loading).reopen()),
  };
}
