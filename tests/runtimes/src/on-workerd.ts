import { memoryStore } from '@k8s-pizza/slack-approval';
import { createProgram, type Settings } from './program.js';

interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
}

// one worker plays the database too: a real one would be in the network
const store = memoryStore();
let program: ReturnType<typeof createProgram> | undefined;

export default {
  fetch(request: Request, env: Settings, context: ExecutionContext): Promise<Response> {
    program ??= createProgram(env, store);
    return program.answer(request, (work) => context.waitUntil(work));
  },
};
