import { ApiException } from '@kubernetes/client-node';
import { z } from 'zod';

const status = z.object({
  reason: z.string().default('unknown'),
  details: z.object({ causes: z.array(z.object({ field: z.string() })).default([]) }).default({ causes: [] }),
});

/** A failed call in a few words: the client's own message quotes headers and bodies, and what people order is in them. */
export function clusterProblem(error: unknown): string {
  if (!(error instanceof ApiException)) {
    if (!(error instanceof Error)) return 'The cluster was not reached: unknown.';
    // what cannot be read is not quoted either
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return 'The cluster answered with something else than was asked for.';
    if (error.name === 'AbortError') return 'The cluster did not answer in time.';
    return `The cluster was not reached: ${error.message}.`;
  }
  const { reason, details } = readStatus(error.body);
  const fields = details.causes.map(({ field }) => field).join(', ');
  return `The cluster answered ${error.code} ${reason}${fields === '' ? '' : ` (${fields})`}.`;
}

function readStatus(body: unknown): z.infer<typeof status> {
  // not every answer is a Status: what stands between us and the cluster answers as it likes
  const text = typeof body === 'string' && body.startsWith('{') ? body : '{}';
  try {
    return status.parse(JSON.parse(text));
  } catch (error) {
    return { reason: `with no Status (${error instanceof Error ? error.name : 'unknown'})`, details: { causes: [] } };
  }
}
