import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { KnownBlock, View } from '@slack/types';
import { agreeableTransport } from './agreeable-transport.js';

export interface SentMessage {
  readonly method: 'post' | 'update' | 'ephemeral' | 'directMessage';
  readonly to: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A Slack that agrees to everything and keeps what it was sent. */
export function recordingTransport(): {
  readonly transport: SlackTransport;
  readonly messages: SentMessage[];
  readonly views: View[];
} {
  const messages: SentMessage[] = [];
  const views: View[] = [];
  const agreeable = agreeableTransport();
  const transport = agreeableTransport({
    post: async (message) => {
      messages.push({ method: 'post', to: message.channelId, text: message.text, blocks: message.blocks });
      return await agreeable.post(message);
    },
    update: async (message) => {
      messages.push({ method: 'update', to: message.channelId, text: message.text, blocks: message.blocks });
      return await agreeable.update(message);
    },
    ephemeral: async (message) => {
      messages.push({ method: 'ephemeral', to: message.userId, text: message.text, blocks: message.blocks });
      return await agreeable.ephemeral(message);
    },
    directMessage: async (message) => {
      messages.push({ method: 'directMessage', to: message.userId, text: message.text, blocks: message.blocks });
      return await agreeable.directMessage(message);
    },
    openView: async (trigger, view) => {
      views.push(view);
      return await agreeable.openView(trigger, view);
    },
    pushView: async (trigger, view) => {
      views.push(view);
      return await agreeable.pushView(trigger, view);
    },
    updateView: async (viewId, view, hash) => {
      views.push(view);
      return await agreeable.updateView(viewId, view, hash);
    },
    publishHome: async (userId, view) => {
      views.push(view);
      return await agreeable.publishHome(userId, view);
    },
  });
  return { transport, messages, views };
}
