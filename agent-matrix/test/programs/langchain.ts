import { approvalGate } from '@k8s-pizza/slack-approval-agents/langchain';
import { AIMessage } from '@langchain/core/messages';
import { type Checkpoint, type CheckpointMetadata, Command, MemorySaver } from '@langchain/langgraph';
import { createAgent, fakeModel, humanInTheLoopMiddleware, tool } from 'langchain';
import { z } from 'zod';
import { type Given, gateOptions, type Program, type Refund, refundSchema, type Saved } from './program.js';

type PutConfig = Parameters<MemorySaver['put']>[0];
type Writes = Parameters<MemorySaver['putWrites']>;

/** A checkpointer whose threads are in a text, such as that of a file. */
class SavedCheckpoints extends MemorySaver {
  readonly #saved: Saved;

  constructor(saved: Saved) {
    super();
    this.#saved = saved;
    const stored = saved.load();
    if (stored === null) return;
    const { storage, writes } = JSON.parse(stored, (_, value) =>
      typeof value === 'object' && value?.bytes !== undefined ? new TextEncoder().encode(value.bytes) : value,
    );
    this.storage = storage;
    this.writes = writes;
  }

  override async put(config: PutConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata) {
    const stored = await super.put(config, checkpoint, metadata);
    this.#save();
    return stored;
  }

  override async putWrites(...given: Writes) {
    await super.putWrites(...given);
    this.#save();
  }

  #save(): void {
    const { storage, writes } = this;
    // checkpoints are UTF-8
    const text = JSON.stringify({ storage, writes }, (_, value) =>
      value instanceof Uint8Array ? { bytes: new TextDecoder().decode(value) } : value,
    );
    this.#saved.save(text);
  }
}

/** A model that makes the given calls unless its messages have their results, and then says what it read of them. */
function scriptedModel(calls: Given['calls']) {
  const model = fakeModel();
  const answer = (
    messages: Parameters<Extract<Parameters<typeof model.respond>[0], (...given: never[]) => unknown>>[0],
  ) => {
    const results = messages.filter((message) => message.getType() === 'tool');
    if (results.length > 0) return new AIMessage(JSON.stringify(results.map(({ content }) => content)));
    return new AIMessage({
      content: '',
      tool_calls: calls.map(({ id, tool: name, input: args }) => ({ type: 'tool_call', id, name, args })),
    });
  };
  for (let step = 0; step < 10; step += 1) model.respond(answer);
  return model;
}

/** Goes on from the checkpoints, if there are any. */
export const langchain: Program = async (given) => {
  const { conversation, calls, refund, look, saved } = given;
  const gate = approvalGate(gateOptions(given));
  const agent = createAgent({
    model: scriptedModel(calls),
    tools: [
      tool(async (input: Refund) => refund(input), {
        name: 'refund',
        description: 'Refunds an order.',
        schema: refundSchema,
      }),
      tool(async ({ order }: { readonly order: string }) => look(order), {
        name: 'look',
        description: 'Looks at an order.',
        schema: z.object({ order: z.string() }),
      }),
    ],
    middleware: [humanInTheLoopMiddleware({ interruptOn: gate.interruptOn })],
    checkpointer: new SavedCheckpoints(saved),
  });
  const config = { configurable: { thread_id: conversation } };
  for (;;) {
    const { tasks } = await agent.graph.getState(config);
    const interrupts = tasks.flatMap((task) => task.interrupts);
    const input =
      interrupts.length > 0
        ? new Command({ resume: await gate.resume(interrupts) })
        : { messages: [{ role: 'user', content: 'Refund the cold pizza.' }] };
    const { messages, __interrupt__: asked = [] } = await agent.invoke(input, config);
    if (asked.length === 0) return String(messages.at(-1)?.content);
  }
};
