/**
 * Reads the `slack` options from environment variables.
 *
 * They are `SLACK_BOT_TOKEN`, `SLACK_SIGNING_SECRET` and, for a Slack simulator, `SLACK_API_URL`. `createApprovals` reports what is
 * missing.
 *
 * @param env - @default process.env
 */
export function slackFromEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<'token' | 'signingSecret' | 'apiUrl', string | undefined>> {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = env;
  // a variable that is set to an empty text is as good as missing
  return { token: SLACK_BOT_TOKEN, signingSecret: SLACK_SIGNING_SECRET, apiUrl: SLACK_API_URL || undefined };
}
