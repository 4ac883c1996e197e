import { type Decision, type SinkFunction, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import type { Deployment } from './deployment.js';
import type { CallGitHub, GitHub } from './github.js';
import type { People } from './people.js';
import { isReviewOf, reviewComment } from './review-comment.js';

/** What became of a decision: kept as `delivery.result` of the approval. */
type Review = 'posted' | 'was_posted' | 'nothing_waits';

const workflowRun = z.object({ status: z.string().nullable(), run_started_at: z.iso.datetime({ offset: true }) });
const reviews = z.array(z.object({ comment: z.string() }));

/**
 * Carries decisions out: reviews the run that waits at GitHub.
 *
 * It is called at least once per decision. GitHub's documentation doesn't say what a second review gets, so a repetition looks for its
 * comment in the review history of the run:
 * https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
export function reviewRun(github: GitHub, people: People): SinkFunction<Deployment> {
  return async (decision, { signal }): Promise<Review> => {
    const { repository, repositoryId, runId } = decision.payload;
    const call = await github.open(repositoryId, signal);
    const path = `/repos/${repository}/actions/runs/${runId}`;
    const isWaiting = await waits(call, path, decision.payload);
    if (isWaiting && (await post(call, path, decision, people))) return 'posted';
    if (await isPosted(call, path, decision.approvalId)) return 'was_posted';
    // nothing is left to stop
    if (!isWaiting && decision.outcome !== 'approved') return 'nothing_waits';
    throw new SlackApprovalError(
      'delivery_rejected',
      isWaiting
        ? 'GitHub refused the review: someone may have decided at GitHub, or cancelled the run.'
        : 'Nothing was approved: the run is over, or was started again and has asked anew.',
    );
  };
}

/**
 * Whether the run still waits for this answer. A review names a run but no attempt, so without this check a late yes would approve an
 * attempt that was started later. `run_started_at` is the start of the latest attempt:
 * https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
 */
async function waits(call: CallGitHub, path: string, { createdAt }: Deployment): Promise<boolean> {
  const { body } = await call('GET', path);
  const { status, run_started_at } = workflowRun.parse(body);
  return status !== 'completed' && Date.parse(run_started_at) <= Date.parse(createdAt);
}

/**
 * https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
 *
 * @returns false if GitHub refused the review
 */
async function post(call: CallGitHub, path: string, decision: Decision<Deployment>, people: People): Promise<boolean> {
  const { status } = await call('POST', `${path}/deployment_protection_rule`, {
    environment_name: decision.payload.environment,
    state: decision.outcome === 'approved' ? 'approved' : 'rejected',
    comment: reviewComment(decision, people),
  });
  return status === 204;
}

async function isPosted(call: CallGitHub, path: string, approvalId: string): Promise<boolean> {
  const { body } = await call('GET', `${path}/approvals`);
  return reviews.parse(body).some(({ comment }) => isReviewOf(comment, approvalId));
}
