import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { user } from '@k8s-pizza/slack-approval';
import { type SourceQuestion, type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { refundKind, savedInMemory } from './agent-world.js';
import type { Given, Program } from './programs/program.js';
import { programs } from './programs/programs.js';

/** What a process leaves to the next one, and when it has left it. */
interface Left {
  readonly saved: Given['saved'];
  readonly storageUrl: string;
  hasAsked: Promise<void>;
}

const startWith =
  (load: () => Promise<Program>): StartSource =>
  async ({ approvals, channelId: channel, approverId }) => {
    const program = await load();
    const refunds = approvals.define('refund', { ...refundKind, channel, approvers: [user(approverId)] });
    const folder = mkdtempSync(join(tmpdir(), 'agents-'));
    const left = new Map<string, Left>();
    const leftBy = ({ argument }: SourceQuestion): Left => {
      const storageUrl = `file:${join(folder, `${argument}.db`)}`;
      const found = left.get(argument) ?? { saved: savedInMemory(), storageUrl, hasAsked: Promise.resolve() };
      left.set(argument, found);
      return found;
    };
    return {
      run(question) {
        const state = leftBy(question);
        const before = state.hasAsked;
        let isKilled = false;
        let asked: () => void = () => undefined;
        // a second process goes on with what the first one has stored
        state.hasAsked = new Promise((resolve) => {
          asked = resolve;
        });
        const never = new Promise<never>(() => undefined);
        const told = before.then(() =>
          isKilled
            ? never
            : program({
                refunds: {
                  ...refunds,
                  ask: async (payload, options) => {
                    const answer = await (isKilled ? never : refunds.ask(payload, options));
                    asked();
                    return answer;
                  },
                  waitForDecision: async (id, options) => {
                    const decision = await refunds.waitForDecision(id, options);
                    return isKilled ? await never : decision;
                  },
                },
                conversation: question.key,
                calls: [{ id: 'call-1', tool: 'refund', input: { order: question.argument, amount: 1 } }],
                refund: ({ order }) => {
                  if (!isKilled) question.work(order);
                  return `refunded ${order}`;
                },
                look: () => '',
                saved: { load: state.saved.load, save: (text) => (isKilled ? undefined : state.saved.save(text)) },
                storageUrl: state.storageUrl,
              }),
        );
        const kill = async () => {
          isKilled = true;
          asked();
        };
        return { told: told.catch(String), kill };
      },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  };

for (const [name, load] of Object.entries(programs)) {
  sourceContract({ name, start: startWith(load) });
}
