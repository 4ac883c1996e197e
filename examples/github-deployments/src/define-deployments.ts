import type { Approvals, ApproverRule, CardContent, Duration, Kind } from '@k8s-pizza/slack-approval';
import { type Deployment, deploymentSchema } from './deployment.js';
import type { GitHub } from './github.js';
import { readPeople } from './people.js';
import { reviewRun } from './review-run.js';

export interface DeploymentOptions {
  readonly github: GitHub;
  readonly channel: string | undefined;
  readonly approvers: readonly ApproverRule[];
  /** Where people see runs. @default https://github.com */
  readonly webUrl?: string;
  /** The Slack user ids of people by their GitHub login. They can't approve what they deploy. @default none */
  readonly people?: Readonly<Record<string, string>>;
  /** How long people may decide. Then the run is rejected. @default 24h */
  readonly expiresIn?: Duration;
}

/** Defines the kind of approval that deployments ask for. Its decisions become reviews of the waiting runs. */
export function defineDeployments(
  approvals: Pick<Approvals, 'define'>,
  options: DeploymentOptions,
): Kind<Deployment, Deployment> {
  const { github, channel, approvers, webUrl = 'https://github.com', people = {}, expiresIn = '24h' } = options;
  return approvals.define('github-deployment', {
    schema: deploymentSchema,
    channel,
    approvers,
    card: (deployment) => cardOf(deployment, webUrl),
    expiresIn,
    // a delivery that GitHub repeats later finds its decision, and asks no one again
    keyFor: 'forever',
    onDecision: reviewRun(github, readPeople(people)),
  });
}

function cardOf({ repository, environment, commit, ref, deployer, runId }: Deployment, webUrl: string): CardContent {
  return {
    title: `Deploy ${repository} to ${environment}?`,
    fields: {
      Repository: repository,
      Environment: environment,
      Commit: commit,
      'Branch or tag': ref,
      'Deployed by': deployer,
    },
    links: { Run: `${webUrl}/${repository}/actions/runs/${runId}`, Commit: `${webUrl}/${repository}/commit/${commit}` },
  };
}
