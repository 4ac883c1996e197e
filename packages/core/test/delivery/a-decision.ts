import type { Decision } from '../../src/ports/decision-sink.js';

/** A decision as a record would hold it, with whatever a test wants different. */
export function aDecision(differing: Partial<Decision<unknown>> = {}): Decision<unknown> {
  return {
    approvalId: 'aqwertyuiopasdfghjklzxcvbn',
    kind: 'pizza-order',
    key: '{alertname="Hungry"}',
    outcome: 'approved',
    choice: null,
    revision: 1,
    payload: { size: 'large', address: 'Käthe-Kollwitz-Straße 1' },
    original: null,
    shown: true,
    digest: `sha256:${'0f'.repeat(32)}`,
    seen: {
      salt: '00112233445566778899aabbccddeeff',
      content: { title: 'Order pizza?' },
      policy: { quorum: { approve: 1, reject: 1 } },
    },
    votes: [
      {
        by: { userId: 'U0ALICE', teamId: 'T0TEAM', enterpriseId: null },
        answer: 'approve',
        choice: null,
        reason: 'hungry',
        votedAt: Date.UTC(2026, 0, 1, 10, 5),
        checked: true,
        stage: null,
        via: 'slack_button',
      },
    ],
    decidedBy: [{ userId: 'U0ALICE', teamId: 'T0TEAM', enterpriseId: null }],
    reason: null,
    requester: 'alertmanager',
    onBehalfOf: null,
    askedAt: Date.UTC(2026, 0, 1, 10),
    decidedAt: Date.UTC(2026, 0, 1, 10, 5),
    deliverBy: Date.UTC(2026, 0, 4, 10, 5),
    historyHead: { seq: 2, hash: 'ab'.repeat(32) },
    ...differing,
  };
}
