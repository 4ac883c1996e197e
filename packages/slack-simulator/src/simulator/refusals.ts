/**
 * Every error this Slack can answer, and what it means. The sections are those of `slack-facts.md`:
 * 2 payloads, 3 limits, 5 Web API, 7 `blocks.validate`.
 */
export const refusals = {
  // §5 Auth errors
  not_authed: 'no bearer token',
  invalid_auth: 'Slack never issued the token',
  token_expired: 'the token was replaced by another one',
  token_revoked: 'the token was revoked',
  account_inactive: 'the app is not in the workspace any more',
  missing_scope: 'the app lacks the scope of this method',
  // §5 429 carries Retry-After; §8 names the code
  ratelimited: 'called more often than the method allows',
  // §5 chat.postMessage
  channel_not_found: 'no such channel, or a private one without the app',
  not_in_channel: 'the app is not in this channel, and chat:write.public does not help it in',
  is_archived: 'the channel is archived',
  no_text: 'neither text nor blocks',
  invalid_blocks: 'a limit or rule of Block Kit is broken',
  invalid_blocks_format: 'blocks is not a list in JSON',
  too_many_attachments: 'more than 100 attachments',
  thread_not_found: 'the message of the thread was deleted',
  restricted_action_thread_locked: 'the thread is locked',
  cannot_reply_to_message: 'the message takes no replies',
  // §5 chat.update, chat.delete
  message_not_found: 'no such message, or an ephemeral one',
  is_inactive: 'the channel is archived',
  edit_window_closed: 'the workspace no longer allows changes of the message',
  cant_update_message: 'the app may not change the message',
  msg_too_long: 'an update takes at most 4,000 characters of text',
  // §5 chat.postEphemeral
  user_not_in_channel: 'the person is not in this channel',
  // §5 conversations.open, users.info
  user_not_found: 'no such person',
  user_disabled: 'the person is deactivated',
  // §2 trigger_id
  invalid_trigger_id: 'no such trigger',
  expired_trigger_id: 'a trigger lives three seconds',
  exchanged_trigger_id: 'a trigger works once',
  // §5 views.*, §7 for invalid_view
  invalid_view: 'the view breaks a limit or rule of Block Kit',
  view_too_large: 'the view is larger than 250 KB',
  push_limit_reached: 'three views are stacked already',
  hash_conflict: 'the view has changed since this hash',
  not_found: 'no such view',
  duplicate_external_id: 'another view has this external_id',
  // §5 usergroups.users.list
  no_such_subteam: 'no such user group',
  plan_upgrade_required: 'the plan has no user groups',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof refusals;
