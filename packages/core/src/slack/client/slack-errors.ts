import { trouble } from '../../messages/en/trouble.js';
import type { Remedy, SlackProblem, TroubleWords } from '../../messages/words/trouble-words.js';

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
  | { readonly class: 'condition'; readonly isAppWide: boolean; readonly remedy: Remedy };

const passing: Healing = { class: 'passing' };
const unknown: Healing = { class: 'unknown' };
const gone: Healing = { class: 'gone' };
const unfit: Healing = { class: 'unfit' };
const inPlace = (remedy: Remedy): Healing => ({ class: 'condition', isAppWide: false, remedy });
const appWide = (remedy: Remedy): Healing => ({ class: 'condition', isAppWide: true, remedy });

/** Not a code of Slack: the Web API client could not be imported, so nothing was sent. */
export const clientNotLoaded = 'slack_client_not_loaded';
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
  invalid_auth: appWide('new_token'),
  not_authed: appWide('new_token'),
  token_expired: appWide('new_token'),
  token_revoked: appWide('new_token'),
  account_inactive: appWide('install_again'),
  not_allowed_token_type: appWide('bot_token'),
  missing_scope: appWide('add_scope'),
  access_denied: appWide('ask_admin'),
  accesslimited: appWide('allow_network'),
  app_access_restricted: appWide('ask_admin'),
  enterprise_is_restricted: appWide('install_in_workspace'),
  org_login_required: appWide('wait_for_move'),
  team_access_not_granted: appWide('grant_access'),
  two_factor_setup_required: appWide('two_factor'),
  message_limit_exceeded: appWide('message_limit'),
  // not from Slack
  [clientNotLoaded]: appWide('install_client'),
  not_in_channel: inPlace('invite'),
  no_permission: inPlace('invite'),
  channel_not_found: inPlace('check_channel'),
  team_not_found: inPlace('check_workspace'),
  is_archived: inPlace('unarchive'),
  is_inactive: inPlace('unarchive'),
  ekm_access_denied: inPlace('resume_messages'),
  messages_tab_disabled: inPlace('messages_tab'),
  restricted_action: inPlace('allow_posting'),
  restricted_action_read_only_channel: inPlace('allow_posting'),
  restricted_action_thread_only_channel: inPlace('allow_posting'),
  restricted_action_non_threadable_channel: inPlace('allow_posting'),
  restricted_action_thread_locked: inPlace('unlock_thread'),
  thread_not_found: inPlace('other_place'),
  cannot_reply_to_message: inPlace('no_replies'),
};

const unknownCode = inPlace('look_up');

/** Returns what heals an error code. An unknown code counts as a condition, so that its call is retried. */
export function healingOf(code: string): Healing {
  return Object.hasOwn(table, code) ? (table[code] ?? unknownCode) : unknownCode;
}

/** Explains why Slack does not show a card, and what to do about it, in English: for logs and programs. */
export function explainProblem(code: string): string {
  return problemInWords(trouble, code);
}

/** The same in the words of the app. */
export function problemInWords({ slackProblem, slackRemedy }: TroubleWords, code: string): string {
  const [type, remedy] = problemOf(code);
  return slackProblem({ type, code, remedy: slackRemedy({ remedy }) });
}

function problemOf(code: string): readonly [type: SlackProblem['type'], remedy: Remedy] {
  if (code === clientNotLoaded) return ['client_not_loaded', 'install_client'];
  if (code === 'no_answer') return ['no_answer', 'look_up'];
  if (!/^[a-z0-9_]+$/.test(code)) return ['not_taken', 'look_up'];
  const healing = healingOf(code);
  if (healing.class === 'condition') return ['refused', healing.remedy];
  return [healing.class === 'gone' || healing.class === 'unfit' ? healing.class : 'not_taken', 'look_up'];
}
