import type { Outcome } from '../../domain/model/approval.js';

/** What makes Slack accept a call that it refused. */
export type Remedy =
  | 'new_token'
  | 'invite'
  | 'allow_posting'
  | 'ask_admin'
  | 'install_again'
  | 'bot_token'
  | 'add_scope'
  | 'allow_network'
  | 'install_in_workspace'
  | 'wait_for_move'
  | 'grant_access'
  | 'two_factor'
  | 'message_limit'
  | 'install_client'
  | 'check_channel'
  | 'check_workspace'
  | 'unarchive'
  | 'resume_messages'
  | 'messages_tab'
  | 'unlock_thread'
  | 'other_place'
  | 'no_replies'
  | 'look_up';

/**
 * Why Slack does not show a card, and what to do about it.
 *
 * `code` is Slack's, or says that Slack never answered. `remedy` is a sentence.
 */
export interface SlackProblem {
  readonly type: 'refused' | 'client_not_loaded' | 'no_answer' | 'not_taken' | 'gone' | 'unfit';
  readonly code: string;
  readonly remedy: string;
}

/** The words of the trouble channel, in which the people who run an app read what needs them. */
export interface TroubleWords {
  readonly needsAttention: string;
  /** What is wrong with an approval. `title` null: the approval is known, as the message stands in its thread. `why` null: it is not known. */
  readonly deliveryDead: (values: {
    readonly title: string | null;
    readonly outcome: Outcome;
    readonly why: string | null;
  }) => string;
  readonly stepFailed: (values: {
    readonly title: string | null;
    readonly step: string;
    readonly why: string | null;
  }) => string;
  readonly cardWaiting: (values: { readonly title: string | null; readonly why: string | null }) => string;
  readonly isStuck: (values: { readonly title: string | null }) => string;
  readonly slackProblem: (problem: SlackProblem) => string;
  /** The `remedy` of a `SlackProblem`. */
  readonly slackRemedy: (values: { readonly remedy: Remedy }) => string;
}
