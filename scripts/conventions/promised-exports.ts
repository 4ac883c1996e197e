/** The names each package promises, by folder. Removing one breaks somebody's program: that is a major version. */
export const promisedExports: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: string }>
> = {
  core: {
    values: [
      ...['createApprovals', 'memoryStore', 'user', 'usergroup', 'channelMembers', 'anyone'],
      ...['webhook', 'verifyWebhook', 'receiveDecision', 'receiveStream', 'verifyHistory', 'SlackApprovalError'],
      ...['pageOf', 'placeAfter', 'storeFailed', 'refuseUnknownKeys', 'credentialFault'],
      ...['header', 'section', 'fields', 'actions', 'button', 'context', 'divider', 'richText', 'modal'],
    ],
    types: `Approval ApprovalEvents ApprovalStore Approvals ApproverRule CardContent Context Decision DecisionSink
        Delivery DeliveryContext DeliveryOutcome ErrorCode HistoryEntry Kind KindOptions KnownKeys Outcome Person RawRequest
        RawResponse Receiver Refusal Row SinkFunction SlackTransport StepState StreamedRequest UserRule WaitUntil WebhookEvent`,
  },
  'adapter-express': { values: ['approvalsRouter'] },
  'adapter-bolt': { values: ['registerApprovals'] },
  'adapter-azure-functions': { values: ['registerApprovals', 'decisionHandler', 'rawHandler'] },
  'store-sqlite': { values: ['sqliteStore'] },
  'store-postgres': { values: ['postgresStore'] },
  'store-azure-tables': { values: ['azureTablesStore'] },
  'source-alertmanager': {
    values: [
      ...['receiveAlerts', 'alertName', 'firingSince', 'highestSeverity', 'instancesOf', 'summaryOf'],
      'explainGroup',
    ],
    types: 'Alert AlertAuthentication AlertGroup Asks LabelMatch ReceiveAlertsOptions',
  },
  testing: {
    values: ['storeContract', 'aRow', 'adapterContract', 'signSlackRequest', 'createSlackSimulator', 'fixedClock'],
    types: 'SlackSimulator',
  },
};

/** The type names of one package's promise. */
export function promisedTypes(folder: string): readonly string[] {
  return promisedExports[folder]?.types?.split(/\s+/) ?? [];
}
