import { getPermalink, postEphemeral, postMessage, remove, update } from './chat-methods.js';
import type { Method } from './method.js';
import {
  authTest,
  conversationsInfo,
  conversationsOpen,
  usergroupsList,
  usergroupsUsersList,
  usersInfo,
} from './people-methods.js';
import { openView, publishView, pushView, updateView } from './view-methods.js';

/** The Web API methods this Slack speaks, with the scope and the rate of each (§5). */
export const webMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['auth.test', { scope: null, rate: null, run: authTest }],
  ['chat.delete', { scope: 'chat:write', rate: null, run: remove }],
  ['chat.getPermalink', { scope: null, rate: null, run: getPermalink }],
  ['chat.postEphemeral', { scope: 'chat:write', rate: 'tier4', run: postEphemeral }],
  ['chat.postMessage', { scope: 'chat:write', rate: 'post', run: postMessage }],
  ['chat.update', { scope: 'chat:write', rate: 'tier3', run: update }],
  // its scope depends on the channel
  ['conversations.info', { scope: null, rate: 'tier3', run: conversationsInfo }],
  ['conversations.open', { scope: 'im:write', rate: 'tier3', run: conversationsOpen }],
  ['usergroups.list', { scope: 'usergroups:read', rate: 'tier2', run: usergroupsList }],
  ['usergroups.users.list', { scope: 'usergroups:read', rate: 'tier2', run: usergroupsUsersList }],
  ['users.info', { scope: 'users:read', rate: 'tier4', run: usersInfo }],
  ['views.open', { scope: null, rate: 'tier4', run: openView }],
  ['views.publish', { scope: null, rate: 'tier4', run: publishView }],
  ['views.push', { scope: null, rate: 'tier4', run: pushView }],
  ['views.update', { scope: null, rate: 'tier4', run: updateView }],
]);
