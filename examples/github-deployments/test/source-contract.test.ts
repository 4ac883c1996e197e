import { type SourceQuestion, type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { type GitHubStandIn, startGitHub } from './github-stand-in.js';
import { connect, requested, signed } from './world.js';

/** What the run was told: the review, once it is there. */
function reviewOf({ onCall }: GitHubStandIn, { reviews }: { readonly reviews: readonly object[] }) {
  return new Promise<{ readonly state?: string }>((resolve) => {
    const look = () => reviews.slice(0, 1).map(resolve);
    onCall(look);
    look();
  });
}

/** The program is a job at GitHub: it waits for the review of its run, and goes on if it is approved. */
const start: StartSource = async ({ approvals, clock, channelId, approverId }) => {
  const github = await startGitHub(clock);
  const waiting = github.startRun(1, 'production');
  const { receiver } = connect({ approvals, clock, github, channel: channelId, approver: approverId });
  const askedAt = clock();
  const notify = async (ref: string) => {
    const body = JSON.stringify(requested(github.url, () => askedAt, { ref }));
    const headers = await signed(body);
    // each delivery comes to another process, which remembers nothing
    return await receiver()({ method: 'POST', header: (name) => headers[name], body: Buffer.from(body) });
  };
  return {
    run({ argument, work }: SourceQuestion) {
      let isKilled = false;
      const job = async () => {
        const answer = await notify(argument);
        if (answer.status !== 200) return answer.body;
        const review = await reviewOf(github, waiting);
        if (review.state === 'approved' && !isKilled) work(argument);
        return JSON.stringify(review);
      };
      const kill = async () => {
        isKilled = true;
      };
      return { told: job(), kill };
    },
    close: () => github.close(),
  };
};

sourceContract({ name: 'GitHub deployments', start });
