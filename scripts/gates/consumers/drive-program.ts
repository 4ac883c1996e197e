import { setTimeout as delay } from 'node:timers/promises';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { runToEnd } from './run-to-end.js';

const clickWithinMs = 30_000;

/** A program of `programs/` prints each of these as one line of JSON. */
interface Line {
  /** Null: the program is connected by Socket Mode. */
  readonly url?: string | null;
  readonly delivered?: unknown;
}

/**
 * Runs a program of a user against a Slack, approves its card by a signed click at its own host, and sees it end.
 *
 * @returns what went wrong, or null: the card came, the click was answered 200, the decision was delivered, and nothing held the process
 */
export async function driveProgram(args: readonly string[], cwd: string): Promise<string | null> {
  const slack = await createSlackSimulator();
  try {
    let clicking: Promise<string | null> | null = null;
    const { problem, printed } = await runToEnd(process.execPath, args, {
      cwd,
      env: slackEnvironment(slack),
      watch: (child, soFar) => {
        const url = linesOf(soFar).find((line) => line.url !== undefined)?.url;
        if (url === undefined || clicking !== null) return;
        slack.requestUrl = url;
        clicking = approve(slack, () => child.exitCode !== null).then((wrong) => {
          if (wrong !== null) child.kill('SIGKILL');
          return wrong;
        });
      },
    });
    const wrong = (await clicking) ?? problem ?? wrongDelivery(printed);
    return wrong === null ? null : `${wrong}:\n${printed}`;
  } finally {
    await slack.close();
  }
}

export function slackEnvironment({
  botToken,
  appToken,
  signingSecret,
  apiUrl,
}: SlackSimulator): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  };
}

/** Waits for the card and clicks it as Alice. @returns what went wrong */
async function approve(slack: SlackSimulator, isOver: () => boolean): Promise<string | null> {
  const until = performance.now() + clickWithinMs;
  while (performance.now() < until && !isOver()) {
    const ts = slack.messages('C0PIZZA')[0]?.ts;
    if (ts !== undefined) {
      const click = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' };
      const { status, failure } = await slack.click(click);
      return failure === null ? null : `the click was answered ${status}, ${failure}`;
    }
    await delay(20);
  }
  return 'no card was posted';
}

function wrongDelivery(printed: string): string | null {
  const delivered = linesOf(printed).find((line) => line.delivered !== undefined)?.delivered;
  const wanted = '{"outcome":"approved","payload":{"size":"large"}}';
  return JSON.stringify(delivered) === wanted ? null : `the decision that was delivered is not ${wanted}`;
}

function linesOf(printed: string): readonly Line[] {
  return printed.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || !line.endsWith('}')) return [];
    // as: a program of ours has written it
    return [JSON.parse(line) as Line];
  });
}
