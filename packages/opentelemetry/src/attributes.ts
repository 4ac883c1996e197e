/** The attributes of spans and metrics. Those of metrics have few values: kinds, methods, and words for how something ended. */
export const attribute = {
  id: 'approval.id',
  kind: 'approval.kind',
  outcome: 'approval.outcome',
  shown: 'approval.shown',
  decidedBy: 'approval.decided_by',
  requestedBy: 'approval.requested_by',
  attempt: 'approval.delivery.attempt',
  deliveryOutcome: 'approval.delivery.outcome',
  step: 'approval.step',
  slackMethod: 'approval.slack.method',
  slackOutcome: 'approval.slack.outcome',
  storeMethod: 'approval.store.method',
  storeOutcome: 'approval.store.outcome',
  /** Of OpenTelemetry's conventions: why a span's status is an error. */
  errorType: 'error.type',
} as const;

/** The events of `Approvals` that a decision ends in. */
export const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;
