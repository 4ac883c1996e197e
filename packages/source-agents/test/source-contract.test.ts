import { user } from '@k8s-pizza/slack-approval';
import {
  type SourceQuestion,
  type SourceRun,
  type StartSource,
  sourceContract,
} from '@k8s-pizza/slack-approval-testing';
import { approvalGate as aiSdkGate } from '../src/ai-sdk.js';
import { approvalGate as claudeGate } from '../src/claude.js';
import { approvalGate, type GateOptions } from '../src/index.js';
import { approvalGate as langChainGate } from '../src/langchain.js';
import { approvalGate as mastraGate } from '../src/mastra.js';
import { type ApprovalItem, approvalGate as openAiGate } from '../src/openai.js';

interface Deploy {
  readonly version: string;
}

type Options = GateOptions<'deploy'>;

/** What a framework does with one call: it asks the gate, and runs the tool or tells the model. */
type Agent = (options: Options, question: SourceQuestion, deploy: (input: unknown) => void) => Promise<string>;

const startWith =
  (agent: Agent): StartSource =>
  async ({ approvals, channelId: channel, approverId }) => {
    const deploys = approvals.define<Deploy>('deploy', {
      title: ({ version }) => `Deploy ${version}?`,
      channel,
      approvers: [user(approverId)],
    });
    return {
      run: (question): SourceRun => {
        let isKilled = false;
        const options = { tools: { deploy: deploys }, requester: 'agent', conversation: question.key };
        const told = agent(options, question, (input) => {
          if (!isKilled) question.work(Object(input).version);
        }).catch(String);
        return {
          told,
          kill: async () => {
            isKilled = true;
          },
        };
      },
      close: async () => undefined,
    };
  };

const callOf = ({ argument }: SourceQuestion) => ({
  tool: 'deploy',
  input: { version: argument },
  callId: 'call-1',
});

const anyFramework: Agent = async (options, question, deploy) => {
  const [verdict] = await approvalGate(options).decide([callOf(question)]);
  if (verdict?.type !== 'approved') return String(verdict?.message);
  deploy(verdict.input);
  return 'done';
};

const aiSdk: Agent = async (options, question, deploy) => {
  const { tool: toolName, callId: toolCallId, input } = callOf(question);
  const toolCall = { toolName, toolCallId, input };
  const status = await aiSdkGate(options).waiting({ toolCall, tools: { deploy: {} }, messages: [] });
  if (status !== 'approved') return JSON.stringify(status);
  deploy(input);
  return 'done';
};

const openAi: Agent = async (options, question, deploy) => {
  const { tool: name, callId, input } = callOf(question);
  const item = { name, arguments: JSON.stringify(input), rawItem: { callId } };
  let told = 'done';
  await openAiGate(options).resolveInterruptions<ApprovalItem>({
    getInterruptions: () => [item],
    approve: () => deploy(input),
    reject: (_, { message }) => {
      told = message;
    },
  });
  return told;
};

const langChain: Agent = async (options, question, deploy) => {
  const { tool: name, callId: id, input: args } = callOf(question);
  const value = {
    actionRequests: [{ name, args }],
    reviewConfigs: [{ actionName: name, allowedDecisions: ['approve', 'edit', 'reject'] }],
  };
  const [decision] = (await langChainGate(options).resume([{ id, value }]))[id]?.decisions ?? [];
  if (decision?.type !== 'edit') return JSON.stringify(decision);
  deploy(decision.editedAction.args);
  return 'done';
};

const mastra: Agent = async (options, question, deploy) => {
  const { tool: toolName, callId: toolCallId, input: args } = callOf(question);
  const suspended = { runId: 'run-1', finishReason: 'suspended', suspendPayload: { toolCallId, toolName, args } };
  const agent = {
    approveToolCallGenerate: async () => {
      deploy(args);
      return { finishReason: 'stop' };
    },
    declineToolCallGenerate: async ({ reason }: { readonly reason: string }) => ({ finishReason: reason }),
  };
  const { finishReason } = await mastraGate(options).settle<{ readonly finishReason: string }>(agent, suspended);
  return finishReason;
};

const claude: Agent = async (options, question, deploy) => {
  const { tool, callId: toolUseID, input } = callOf(question);
  const { signal } = new AbortController();
  const answer = await claudeGate(options).canUseTool(tool, input, { signal, toolUseID });
  if (answer.behavior === 'deny') return answer.message;
  deploy(answer.updatedInput);
  return 'done';
};

const agents = {
  agents: anyFramework,
  'agents/ai-sdk': aiSdk,
  'agents/openai': openAi,
  'agents/langchain': langChain,
  'agents/mastra': mastra,
  'agents/claude': claude,
};

for (const [name, agent] of Object.entries(agents)) {
  sourceContract({ name, start: startWith(agent) });
}
