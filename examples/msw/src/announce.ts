const address = 'https://slack.com/api/chat.postMessage';

/** Tells a channel of a release. */
export async function announce(channel: string, version: string): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.SLACK_BOT_TOKEN}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify({ channel, text: `Version ${version} is out` }),
  });
  if (!response.ok) throw new Error(`Slack answered ${response.status}`);
  const { ok, error } = await response.json();
  if (!ok) throw new Error(`Slack refused the message: ${error}`);
}
