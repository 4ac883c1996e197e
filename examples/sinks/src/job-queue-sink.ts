import { createHash } from 'node:crypto';
import type { SinkFunction } from '@k8s-pizza/slack-approval';
import type PgBoss from 'pg-boss';

/** pg-boss names jobs by UUIDs: this is always the same one for one delivery. */
function jobIdOf(deliveryId: string): string {
  const hex = createHash('sha256').update(deliveryId).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Makes one job of each decision. What is delivered again finds its job there, waiting, at work or done. */
export function jobQueueSink<Payload>(boss: Pick<PgBoss, 'send' | 'getJobById'>, queue: string): SinkFunction<Payload> {
  return async (decision, { deliveryId }) => {
    const id = jobIdOf(deliveryId);
    const sent = await boss.send(queue, decision, { id, retryLimit: 5, retryBackoff: true });
    // null: the job was there, or there is no such queue, which pg-boss calls no error
    if (sent === null && (await boss.getJobById(queue, id)) === null) throw new Error('The queue took no job.');
  };
}
