/** The names each package promises, by folder. Removing one breaks somebody's program: that is a major version. */
export const promisedExports: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: string }>
> = {
  core: {
    values: [
      ...['createApprovals', 'memoryStore', 'user', 'usergroup', 'channelMembers', 'anyone', 'webhook'],
      ...[
        'verifyWebhook',
        'receiveDecision',
        'verifyHistory',
        'SlackApprovalError',
        'isSlackApprovalError',
        'digestOf',
      ],
    ],
    types: `Approval ApprovalEvents Approvals ApproverRule CardContent CommandResult Decision DecisionSink
        Delivery DeliveryContext DeliveryOutcome Duration ErrorCode HistoryEntry Instrument Kind KindOptions Logger Messages
        Operation Outcome Person ReasonRule RefusalCode SinkFunction SlackOptions StepState UserRule VoteView WebhookEvent`,
  },
  'adapter-express': { values: ['approvalsRouter', 'decisionRouter'] },
  'adapter-bolt': { values: ['registerApprovals'] },
  'adapter-socket-mode': { values: ['connectSocketMode'], types: 'ConnectSocketModeOptions SocketModeConnection' },
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
  'source-agents': {
    values: ['approvalGate', 'conversationOf', 'describeToolCall'],
    types: 'ApprovalGate GateOptions WaitOptions CallKind IdentifiedCall ToolCall Verdict',
  },
  'source-http': { values: ['receiveAsks'], types: 'AskSecret AskToken ReceiveAsksOptions' },
  'source-mcp': {
    values: ['createMcpServer', 'question'],
    types: 'AskedKind McpServerOptions PermissionAnswer PermissionPrompt',
  },
  opentelemetry: {
    values: ['instrumentApprovals', 'approvalContext', 'createApprovalIdGenerator'],
    types: 'InstrumentApprovalsOptions ApprovalIdGenerator',
  },
  testing: {
    values: [
      ...[
        'storeContract',
        'aRow',
        'adapterContract',
        'sourceContract',
        'signSlackRequest',
        'fixedClock',
        'listenOnLoopback',
      ],
      'createTestApprovals',
    ],
    types: `TestApprovals TestCard CardQuery TestAnswer CreateTestApprovalsOptions
      SourceContractOptions SourceQuestion SourceRun SourceUnderTest SourceWorld StartSource`,
  },
  'slack-simulator': {
    values: ['createSlackSimulator', 'SimulatorError'],
    types: 'SlackSimulator SlackSimulatorOptions',
  },
};

/** The names that core's entries beside the root promise. */
export const promisedEntries: Readonly<Record<string, string>> = {
  blocks: `header section fields actions button context divider input image modal homeView richText escapeMrkdwn link
      mention slackDate slackLimits`,
  slack: 'verifySlackSignature parseInteraction decodeBody SlackTransport SlackOutcome Interaction',
  'state-machine': 'decide evolve owed dueAt mayVote Approval Command ApprovalEvent Decided Policy Facts',
  store: 'ApprovalStore Row RowPage pageOf placeAfter storeFailed',
  ...Object.fromEntries(['en', 'de', 'fr', 'es', 'ja'].map((language) => [`messages/${language}`, language])),
  evidence: 'verifyEvidence Evidence EvidenceFault EvidenceVerdict',
  host: 'RawRequest RawResponse HostContext WaitUntil Receiver maxRequestBytes isInMemory receiveStream createWaits Waits',
};

/** The type names of one package's promise. */
export function promisedTypes(folder: string): readonly string[] {
  return promisedExports[folder]?.types?.split(/\s+/) ?? [];
}
