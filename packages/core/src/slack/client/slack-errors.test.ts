import { describe, expect, test } from 'vitest';
import { explainProblem, healingOf } from './slack-errors.js';

// every error that the pages of chat.postMessage, chat.update, chat.postEphemeral, auth.test, users.info, usergroups.users.list,
// views.open, views.update and views.publish name: docs.slack.dev/reference/methods, read as of August 2026
const codes = {
  passing: [
    ...['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org'],
    ...['external_channel_migrating', 'update_failed', 'streaming_state_conflict'],
  ],
  unknown: ['fatal_error', 'internal_error'],
  gone: ['message_not_found', 'cant_update_message', 'edit_window_closed'],
  unfit: [
    ...['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format', 'block_mismatch', 'no_text'],
    ...['metadata_too_large', 'invalid_metadata_format', 'invalid_metadata_schema', 'metadata_must_be_sent_from_app'],
    ...['markdown_text_conflict', 'invalid_arguments', 'invalid_arg_name', 'invalid_array_arg', 'invalid_charset'],
    ...['invalid_form_data', 'invalid_post_type', 'missing_post_type'],
  ],
  'of the whole app': [
    ...['invalid_auth', 'not_authed', 'token_expired', 'token_revoked', 'account_inactive', 'not_allowed_token_type'],
    ...['missing_scope', 'access_denied', 'accesslimited', 'app_access_restricted', 'enterprise_is_restricted'],
    ...['org_login_required', 'team_access_not_granted', 'two_factor_setup_required', 'message_limit_exceeded'],
  ],
  'of one place': [
    ...['not_in_channel', 'channel_not_found', 'is_archived', 'is_inactive', 'no_permission', 'ekm_access_denied'],
    ...['restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
    ...['restricted_action_non_threadable_channel', 'restricted_action_thread_locked', 'messages_tab_disabled'],
    ...['team_not_found', 'cannot_reply_to_message', 'user_not_in_channel', 'user_not_found', 'user_not_visible'],
    ...['no_such_subteam', 'plan_upgrade_required', 'is_bot', 'method_deprecated', 'deprecated_endpoint'],
    ...['unknown_method', 'invalid_attachments', 'too_many_attachments', 'attachment_payload_limit_exceeded'],
    ...[
      'send_on_behalf_not_allowed',
      'posting_to_channel_denied',
      'duplicate_channel_not_found',
      'as_user_not_supported',
    ],
    ...[
      'slack_connect_file_link_sharing_blocked',
      'slack_connect_canvas_sharing_blocked',
      'not_enabled',
      'not_implemented',
    ],
    ...['cant_broadcast_message', 'no_dual_broadcast_content_update', 'unable_to_share_files', 'draft_not_found'],
    ...[
      'too_many_contact_cards',
      'missing_file_data',
      'duplicate_message_not_found',
      'hash_conflict',
      'view_too_large',
    ],
    ...[
      'expired_trigger_id',
      'exchanged_trigger_id',
      'invalid_trigger_id',
      'push_limit_reached',
      'duplicate_external_id',
    ],
    ...['a_code_that_slack_adds_next_year', 'a_code_of_2031', 'constructor', '__proto__'],
  ],
} as const;

type Kind = keyof typeof codes;

function kindOf(code: string): Kind {
  const healing = healingOf(code);
  if (healing.class !== 'condition') return healing.class;
  return healing.isAppWide ? 'of the whole app' : 'of one place';
}

describe.each(Object.entries(codes))('an error that is %s', (kind, all) => {
  test.each(all)('%s', (code) => {
    expect(kindOf(code)).toBe(kind);
  });
});

describe('what a person is told', () => {
  test.each([...codes['of the whole app'], ...codes['of one place']])('%s: the code, and what to do', (code) => {
    expect(explainProblem(code)).toMatch(new RegExp(`^Slack refuses the card: ${code}\\. [A-Z].{15,}\\.$`));
  });

  test.each(['not_in_channel', 'token_revoked', 'is_archived', 'missing_scope', 'messages_tab_disabled'])(
    'the remedy of %s is its own',
    (code) => {
      expect(explainProblem(code)).not.toContain('Look this code up');
    },
  );

  test.each([
    ['msg_blocks_too_long', 'Report this as a bug'],
    ['message_not_found', 'does not find what the card belongs to'],
    ['no_answer', 'posted again until Slack answers'],
    ['ratelimited', 'has not taken the card for a day'],
    ['Slack answered 503', 'has not taken the card for a day: Slack answered 503'],
  ])('%s', (code, said) => {
    expect(explainProblem(code)).toContain(said);
  });
});
