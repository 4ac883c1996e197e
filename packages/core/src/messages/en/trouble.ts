import type { Remedy, TroubleWords } from '../words/trouble-words.js';

export const trouble: TroubleWords = {
  needsAttention: 'Needs attention',
  deliveryDead: ({ title, outcome, why }) =>
    about(
      title,
      outcome === 'approved' ? 'was approved, and never carried out' : `is ${outcome}, and its source does not know`,
      why,
    ),
  stepFailed: ({ title, step, why }) => about(title, `was approved, and the step "${step}" failed`, why),
  cardWaiting: ({ title, why }) => about(title, 'cannot show its card', why),
  isStuck: ({ title }) => about(title, 'crashed every process that worked on it, so only its expiry still works', null),
  slackProblem: ({ type, code, remedy }) =>
    ({
      refused: `Slack refuses the card: ${code}. ${remedy}`,
      client_not_loaded: `This program cannot load @slack/web-api (${code}). ${remedy}`,
      no_answer: `Slack answered none of three posts (${code}). The card is posted again until Slack answers.`,
      not_taken: `Slack has not taken the card for a day: ${code}.`,
      gone: `Slack does not find what the card belongs to: ${code}.`,
      unfit: `Slack does not take the card as it is drawn: ${code}. Report this as a bug.`,
    })[type],
  slackRemedy: ({ remedy }) => remedies[remedy],
};

/** In the thread of a card it is a whole sentence; elsewhere it stands in a list. */
function about(title: string | null, what: string, why: string | null): string {
  const said = `${title ?? 'This'} ${what}${why === null ? '' : `: ${why}`}`;
  return title === null ? `${said}.` : said;
}

const remedies: Readonly<Record<Remedy, string>> = {
  new_token: 'Give the process a valid bot token (SLACK_BOT_TOKEN) and restart it.',
  invite: 'Invite the app to the channel.',
  allow_posting: 'Let the app post in this channel: ask an administrator of the workspace, or choose another channel.',
  ask_admin: 'Ask an administrator of the workspace to allow the app.',
  install_again: 'Install the app in the workspace again, then restart the process with its new bot token.',
  bot_token: 'Use the bot token of the app, which begins with xoxb-.',
  add_scope: 'Add the scope to the Slack app and install it again.',
  allow_network: 'Allow this network in the settings of the Slack app, or call Slack from an allowed one.',
  install_in_workspace: 'Install the app in a workspace: Slack refuses this call for the whole organisation.',
  wait_for_move: 'Wait until the move of the workspace to an Enterprise organisation is over.',
  grant_access: 'Ask an administrator of the organisation to grant the app access to this workspace.',
  two_factor: 'Set up two-factor authentication for the account that installed the app.',
  message_limit: 'The workspace has reached the message limit of its Slack plan: change the plan, or wait.',
  install_client:
    'Install @slack/web-api beside the program. An ES module bundled by esbuild needs a `require`; the log has the error.',
  check_channel: 'Check the channel id. If the channel is private, invite the app to it.',
  check_workspace: 'Check the channel id: Slack finds no workspace with this channel.',
  unarchive: 'Unarchive the channel, or choose another one.',
  resume_messages: 'An administrator has suspended messages in this channel: ask them to allow messages again.',
  messages_tab: 'Turn on the Messages tab of the app: App Home, Show Tabs.',
  unlock_thread: 'Unlock the thread.',
  other_place: 'The message of the thread is gone: choose another place.',
  no_replies: 'This message takes no replies: choose another place.',
  look_up: 'Look this code up in the Slack API documentation and mend its cause.',
};
