import type { ApprovalGate } from '@k8s-pizza/slack-approval-agents';

/** What a model and an agent tell each other. */
export type Message =
  | { readonly role: 'user' | 'assistant'; readonly text: string }
  | { readonly role: 'call'; readonly callId: string; readonly tool: string; readonly input: unknown }
  | { readonly role: 'result'; readonly callId: string; readonly text: string };

type Call = Extract<Message, { readonly role: 'call' }>;

/** Answers a conversation: with a text, or with calls of tools. */
export type Model = (messages: readonly Message[]) => Promise<readonly Message[]>;

export interface Agent {
  readonly model: Model;
  readonly gate: ApprovalGate;
  /** Each gets an input that people approved, and returns what the model reads. */
  readonly tools: Readonly<Record<string, (input: unknown) => Promise<string>>>;
}

/** Runs the model and its tools in turn until the model answers with a text. */
export async function runAgent(agent: Agent, prompt: string): Promise<string> {
  const messages: Message[] = [{ role: 'user', text: prompt }];
  for (;;) {
    const replies = await agent.model(messages);
    messages.push(...replies);
    const calls = replies.filter((reply) => reply.role === 'call');
    if (calls.length === 0) return replies.map((reply) => (reply.role === 'assistant' ? reply.text : '')).join('\n');
    messages.push(...(await runCalls(agent, calls)));
  }
}

async function runCalls({ gate, tools }: Agent, calls: readonly Call[]): Promise<readonly Message[]> {
  const verdicts = await gate.decide(calls); // asks in Slack, and waits
  return await Promise.all(
    calls.map(async ({ callId, tool }, index): Promise<Message> => {
      const verdict = verdicts[index];
      // an approver may have edited the input, so the tool gets that of the verdict
      const text =
        verdict?.type === 'approved'
          ? await tools[tool]?.(verdict.input)
          : (verdict?.message ?? 'There was no answer.');
      return { role: 'result', callId, text: text ?? `There is no tool ${tool}.` };
    }),
  );
}
