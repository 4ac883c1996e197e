import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';

/** A Slack that says yes to every call at once, and counts posts from 1; a test changes what it is about. */
export function agreeableTransport(change: Partial<SlackTransport> = {}): SlackTransport {
  let posted = 0;
  const nothing = async () => ({ type: 'ok', value: null }) as const;
  const shown = async () => ({ type: 'ok', value: { viewId: 'V0SHOWN', hash: '1767261600.shown' } }) as const;
  return {
    post: async ({ channelId }) => {
      posted += 1;
      return { type: 'ok', value: { channelId, ts: `1767261600.${String(posted).padStart(6, '0')}` } };
    },
    update: nothing,
    ephemeral: nothing,
    directMessage: nothing,
    openView: shown,
    pushView: shown,
    updateView: shown,
    publishHome: nothing,
    permalink: async (channelId, ts) => ({
      type: 'ok',
      value: `https://pizza.slack.com/archives/${channelId}/p${ts.replace('.', '')}`,
    }),
    groupMembers: async () => ({ type: 'ok', value: [] }),
    person: async () => ({
      type: 'ok',
      value: { guest: false, bot: false, deleted: false, teamId: 'T0PIZZA', enterpriseId: null },
    }),
    installation: async () => ({
      type: 'ok',
      value: { appId: 'A0APPROVAL', teamId: 'T0PIZZA', enterpriseId: null },
    }),
    ...change,
  };
}
