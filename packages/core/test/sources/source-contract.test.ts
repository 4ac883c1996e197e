import { type Decision, user } from '@k8s-pizza/slack-approval';
import { type SourceRun, type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';

/** A run of this process: killing it leaves the call, whose promise nobody looks at any more. */
function runHere(ask: (isLive: () => boolean) => Promise<string>): SourceRun {
  let isKilled = false;
  const told = ask(() => !isKilled).catch((error: unknown) => String(error));
  return {
    told,
    kill: async () => {
      isKilled = true;
    },
  };
}

const tell = ({ outcome, reason }: Decision<unknown>) => `${outcome}: ${reason}`;

const startRequest: StartSource = async ({ approvals, channelId: channel, approverId }) => ({
  run: (question) =>
    runHere(async (isLive) => {
      const decision = await approvals.request({
        key: question.key,
        title: `Deploy ${question.argument}?`,
        channel,
        approvers: [user(approverId)],
        requester: 'ci',
      });
      if (decision.outcome === 'approved' && isLive()) question.work(question.argument);
      return tell(decision);
    }),
  close: async () => undefined,
});

const startGuard: StartSource = async ({ approvals, channelId: channel, approverId }) => {
  let work: (argument: string) => void = () => undefined;
  const deploy = approvals.guard(
    'deploy',
    { title: ({ version }) => `Deploy ${version}?`, channel, approvers: [user(approverId)] },
    async ({ version }: { readonly version: string }) => work(version),
  );
  return {
    run: (question) =>
      runHere(async () => {
        ({ work } = question);
        await deploy({ version: question.argument }, { key: question.key, requester: 'ci' });
        return 'done';
      }),
    close: async () => undefined,
  };
};

sourceContract({ name: '`request`', start: startRequest });
sourceContract({ name: '`guard`', start: startGuard });
