import { z } from 'zod';

/** `owner/name`, and nothing that would lead to another path. */
export const repositoryName = z.string().regex(/^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/);

/** What people decide on, and what a review needs. */
export const deploymentSchema = z.object({
  repository: repositoryName,
  repositoryId: z.int(),
  environment: z.string().min(1),
  commit: z.string(),
  ref: z.string(),
  deployer: z.string(),
  runId: z.int().positive(),
  deploymentId: z.int(),
  /** When the run came to the environment: later attempts of the run begin after it. */
  createdAt: z.iso.datetime({ offset: true }),
});

export type Deployment = z.output<typeof deploymentSchema>;
