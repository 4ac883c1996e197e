import type { Decision } from '@k8s-pizza/slack-approval';
import type { People } from './people.js';

/**
 * With the rest they fit into 1,024 characters, the limit of status reports, which are posted to the same address:
 * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules
 */
const maxLength = { who: 400, reason: 500 };

const outcomes = {
  approved: 'Approved in Slack',
  rejected: 'Rejected in Slack',
  expired: 'Rejected: nobody decided in Slack in time',
  withdrawn: 'Rejected: the question in Slack was withdrawn',
} as const satisfies Record<Decision<unknown>['outcome'], string>;

/** Says who decided and why. It ends with the approval's id, by which `isReviewOf` finds it again. */
export function reviewComment(decision: Decision<unknown>, { loginOf }: People): string {
  const { outcome, decidedBy, reason, approvalId } = decision;
  const names = decidedBy.map(({ userId }) => {
    const login = loginOf(userId);
    return login === null ? userId : `${login} (${userId})`;
  });
  const who = names.length === 0 ? '' : ` by ${names.join(', ')}`;
  const said = [
    `${cut(`${outcomes[outcome]}${who}`, maxLength.who)}.`,
    ...(reason === null ? [] : [`Reason: ${literal(cut(reason, maxLength.reason))}`]),
    `Approval ${approvalId}`,
  ];
  return said.join('\n\n');
}

/** Whether a review's comment is of this approval. */
export function isReviewOf(comment: unknown, approvalId: string): boolean {
  return typeof comment === 'string' && comment.endsWith(`Approval ${approvalId}`);
}

/** GitHub renders comments as Markdown. In a code span nothing is a link or a mention. */
function literal(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line}\``;
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
