/**
 * Reads the `slack` options from environment variables.
 *
 * They are `SLACK_BOT_TOKEN`, `SLACK_SIGNING_SECRET` and, for a Slack simulator, `SLACK_API_URL`. With `SLACK_APP_TOKEN`, which is for
 * Socket Mode, the signing secret is not needed. `createApprovals` reports what is missing.
 *
 * @param env - @default process.env
 */
export function slackFromEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<'token' | 'apiUrl', string | undefined>> & { readonly signingSecret: string | null | undefined } {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_API_URL } = env;
  // a variable that is set to an empty text is as good as missing
  const signingSecret = SLACK_APP_TOKEN ? SLACK_SIGNING_SECRET || null : SLACK_SIGNING_SECRET;
  return { token: SLACK_BOT_TOKEN, signingSecret, apiUrl: SLACK_API_URL || undefined };
}
