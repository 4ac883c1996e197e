// What one approval asks of its store and of Slack, counted on the Slack simulator.
// Run: npm run bench -- counts
import { type Cost, costOfSixSteps, costUntilDelivered } from '../../packages/testing/test/cost-of-one-approval.js';
import { report } from '../report/report.js';

interface Most {
  readonly get: number;
  readonly put: number;
  readonly claims: number;
  readonly posts: number;
  readonly updates: number;
  readonly kilobytes: number | null;
}

function row(what: string, { counts, writtenBytes, filledClaims }: Cost, most: Most, note: string): void {
  const count = (name: string, unit: string, atMost: number) => ({
    value: counts[name] ?? 0,
    unit,
    budget: { atMost },
  });
  const kilobytes = { value: writtenBytes / 1_024, unit: 'KB written' };
  report({
    section: 'What one approval costs',
    what,
    figures: [
      count('get', 'get', most.get),
      count('put', 'put', most.put),
      { value: filledClaims, unit: 'claims', budget: { atMost: most.claims } },
      count('chat.postMessage', 'posts', most.posts),
      count('chat.update', 'updates', most.updates),
      most.kilobytes === null ? kilobytes : { ...kilobytes, budget: { atMost: most.kilobytes } },
    ],
    note,
  });
}

const untilDelivered =
  'Asked, posted, approved by a click, delivered to a receiver that answers at once, and its card updated. A claim is a `claimDue` that returned rows. A KB that is written is 1,024 bytes of a row.';
row(
  'one approval, one channel, one approver',
  await costUntilDelivered(['C0PIZZA']),
  { get: 2, put: 5, claims: 0, posts: 1, updates: 1, kilobytes: 26 },
  untilDelivered,
);
row(
  'one approval in three channels',
  await costUntilDelivered(['C0PIZZA', 'C0OPS', 'C0DEPLOYS']),
  { get: 3, put: 7, claims: 0, posts: 3, updates: 3, kilobytes: null },
  untilDelivered,
);
row(
  'one approval with six steps, each active and done',
  await costOfSixSteps(),
  { get: 14, put: 20, claims: 6, posts: 1, updates: 13, kilobytes: 150 },
  'The same, and then a report and a poll every six seconds.',
);
