import { z } from 'zod';

const schema = z
  .strictObject({
    title: z.string().min(1).describe('The question, such as: Deploy api 4.2?'),
    summary: z.string().optional().describe('One paragraph that says why, and what will happen.'),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .describe('Facts that people need to decide, by label, such as the exact command.'),
    links: z
      .record(z.string(), z.url({ protocol: /^https$/ }))
      .optional()
      .describe('Addresses by label, such as the pull request: at most 10, https only.'),
  })
  .describe('Asks people in Slack to approve something before you do it, and waits for their answer.');

/** A question in words. */
type Question = z.output<typeof schema>;

/**
 * The schema and the card of a question in words, for `approvals.define`.
 *
 * The client writes the question, and you say who decides.
 *
 * @example
 * ```ts
 * import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';
 * import { question } from '@k8s-pizza/slack-approval-mcp';
 *
 * declare const approvals: Approvals;
 * const questions = approvals.define('question', { ...question, channel: 'C0DEPLOYS', approvers: [usergroup('S0ONCALL')] });
 * ```
 */
export const question = {
  schema,
  // a part that was left out is absent on the card
  card: ({ title, summary, fields, links }: Question) => ({
    title,
    ...(summary === undefined ? {} : { summary }),
    ...(fields === undefined ? {} : { fields }),
    ...(links === undefined ? {} : { links }),
  }),
};
