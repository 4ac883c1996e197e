import { expect, onTestFinished, vi } from 'vitest';
import { createMachine } from './create-machine.js';
import { createPerson } from './create-person.js';
import { readGuide } from './guide-blocks.js';
import { type ModelApi, type ScriptedCall, serveModel } from './scripted-model.js';
import { watchOutside } from './watch-outside.js';

const serve = readGuide('claude-code.md').find('sh', '--http').replace('npx', 'exec npx');
const token = '0123456789abcdef0123456789abcdef';

/** A person in Slack, and a machine with an agent whose model makes these calls. */
export async function createCodingWorld(api: ModelApi, script: readonly ScriptedCall[]) {
  const person = await createPerson();
  const outside = await watchOutside();
  const machine = createMachine(outside.variables);
  const model = await serveModel(api, script);
  onTestFinished(() => model.close());
  return {
    ...person,
    ...machine,
    model,
    /** Starts a server over HTTP as the guide does, but on a free port, and with the file that a local server has. */
    async startServer() {
      const store = `${machine.home}/.local/state/slack-approval/questions.db`;
      const code = serve.replace('…', token).replace('8080', '0').replace('/var/lib/approvals.db', store);
      const server = machine.shell(code, person.variables);
      const address = await vi.waitUntil(() => /http:\S+/.exec(server.output())?.[0], { timeout: 20_000 });
      return { address: String(address), token, stop: () => server.interrupt('SIGTERM') };
    },
    /** Starts the agent by these lines of a shell. */
    start(code: string, variables: Readonly<Record<string, string>>) {
      const running = machine.shell(code, variables);
      return {
        ...running,
        /** Waits for the end of the agent and of its servers. @returns what the model read of its calls */
        async told() {
          const { code, output } = await running.ended;
          expect(code, output).toBe(0);
          expect(outside.wanted).toEqual([]);
          await machine.serversEnd();
          return model.read();
        },
      };
    },
  };
}
