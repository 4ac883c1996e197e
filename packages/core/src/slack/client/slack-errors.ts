/**
 * What makes a refused call succeed.
 *
 * - `passing`: nothing was done, and a retry works later.
 * - `unknown`: the call may have worked.
 * - `gone`: the message was deleted, or can no longer be changed.
 * - `unfit`: Slack refuses what was sent, and would refuse it again.
 * - `condition`: the call works once a person has fixed the cause.
 */
export type Healing =
  | { readonly class: 'passing' | 'unknown' | 'gone' | 'unfit' }
  | { readonly class: 'condition'; readonly isAppWide: boolean; readonly remedy: string };

const passing: Healing = { class: 'passing' };
const unknown: Healing = { class: 'unknown' };
const gone: Healing = { class: 'gone' };
const unfit: Healing = { class: 'unfit' };
const inPlace = (remedy: string): Healing => ({ class: 'condition', isAppWide: false, remedy });
const appWide = (remedy: string): Healing => ({ class: 'condition', isAppWide: true, remedy });

const newToken = 'Give the process a valid bot token (SLACK_BOT_TOKEN) and restart it.';
const invite = 'Invite the app to the channel.';
const allowPosting =
  'Let the app post in this channel: ask an administrator of the workspace, or choose another channel.';
const askAdmin = 'Ask an administrator of the workspace to allow the app.';

/** Not a code of Slack: the Web API client could not be imported, so nothing was sent. */
export const clientNotLoaded = 'slack_client_not_loaded';
const remedyOfLoading =
  'Install @slack/web-api beside the program. An ES module bundled by esbuild needs a `require`; the log has the error.';

/** Source: the error lists of docs.slack.dev/reference/methods for chat.postMessage, chat.update, chat.postEphemeral and auth.test. */
const table: Readonly<Record<string, Healing>> = {
  ratelimited: passing,
  rate_limited: passing,
  service_unavailable: passing,
  request_timeout: passing,
  team_added_to_org: passing,
  external_channel_migrating: passing,
  update_failed: passing,
  streaming_state_conflict: passing,
  // "may have half-succeeded"
  fatal_error: unknown,
  internal_error: unknown,
  message_not_found: gone,
  cant_update_message: gone,
  edit_window_closed: gone,
  msg_too_long: unfit,
  msg_blocks_too_long: unfit,
  invalid_blocks: unfit,
  invalid_blocks_format: unfit,
  block_mismatch: unfit,
  no_text: unfit,
  metadata_too_large: unfit,
  invalid_metadata_format: unfit,
  invalid_metadata_schema: unfit,
  metadata_must_be_sent_from_app: unfit,
  markdown_text_conflict: unfit,
  invalid_arguments: unfit,
  invalid_arg_name: unfit,
  invalid_array_arg: unfit,
  invalid_charset: unfit,
  invalid_form_data: unfit,
  invalid_post_type: unfit,
  missing_post_type: unfit,
  invalid_auth: appWide(newToken),
  not_authed: appWide(newToken),
  token_expired: appWide(newToken),
  token_revoked: appWide(newToken),
  account_inactive: appWide('Install the app in the workspace again, then restart the process with its new bot token.'),
  not_allowed_token_type: appWide('Use the bot token of the app, which begins with xoxb-.'),
  missing_scope: appWide('Add the scope to the Slack app and install it again.'),
  access_denied: appWide(askAdmin),
  accesslimited: appWide('Allow this network in the settings of the Slack app, or call Slack from an allowed one.'),
  app_access_restricted: appWide(askAdmin),
  enterprise_is_restricted: appWide(
    'Install the app in a workspace: Slack refuses this call for the whole organisation.',
  ),
  org_login_required: appWide('Wait until the move of the workspace to an Enterprise organisation is over.'),
  team_access_not_granted: appWide(
    'Ask an administrator of the organisation to grant the app access to this workspace.',
  ),
  two_factor_setup_required: appWide('Set up two-factor authentication for the account that installed the app.'),
  message_limit_exceeded: appWide(
    'The workspace has reached the message limit of its Slack plan: change the plan, or wait.',
  ),
  // not from Slack
  [clientNotLoaded]: appWide(remedyOfLoading),
  not_in_channel: inPlace(invite),
  no_permission: inPlace(invite),
  channel_not_found: inPlace('Check the channel id. If the channel is private, invite the app to it.'),
  team_not_found: inPlace('Check the channel id: Slack finds no workspace with this channel.'),
  is_archived: inPlace('Unarchive the channel, or choose another one.'),
  is_inactive: inPlace('Unarchive the channel, or choose another one.'),
  ekm_access_denied: inPlace(
    'An administrator has suspended messages in this channel: ask them to allow messages again.',
  ),
  messages_tab_disabled: inPlace('Turn on the Messages tab of the app: App Home, Show Tabs.'),
  restricted_action: inPlace(allowPosting),
  restricted_action_read_only_channel: inPlace(allowPosting),
  restricted_action_thread_only_channel: inPlace(allowPosting),
  restricted_action_non_threadable_channel: inPlace(allowPosting),
  restricted_action_thread_locked: inPlace('Unlock the thread.'),
  thread_not_found: inPlace('The message of the thread is gone: choose another place.'),
  cannot_reply_to_message: inPlace('This message takes no replies: choose another place.'),
};

const unknownCode = inPlace('Look this code up in the Slack API documentation and mend its cause.');

/** Returns what heals an error code. An unknown code counts as a condition, so that its call is retried. */
export function healingOf(code: string): Healing {
  return Object.hasOwn(table, code) ? (table[code] ?? unknownCode) : unknownCode;
}

/** Explains why Slack does not show a card, and what to do about it. */
export function explainProblem(code: string): string {
  if (code === clientNotLoaded)
    return `This program cannot load @slack/web-api (${clientNotLoaded}). ${remedyOfLoading}`;
  if (code === 'no_answer')
    return 'Slack answered none of three posts (no_answer). The card is posted again until Slack answers.';
  if (!/^[a-z0-9_]+$/.test(code)) return `Slack has not taken the card for a day: ${code}.`;
  const healing = healingOf(code);
  if (healing.class === 'condition') return `Slack refuses the card: ${code}. ${healing.remedy}`;
  if (healing.class === 'gone') return `Slack does not find what the card belongs to: ${code}.`;
  if (healing.class === 'unfit') return `Slack does not take the card as it is drawn: ${code}. Report this as a bug.`;
  return `Slack has not taken the card for a day: ${code}.`;
}
