import type { Program } from './program.js';

/** Every program by its name. A process that is started for one loads no other framework. */
export const programs: Readonly<Record<string, () => Promise<Program>>> = {
  'AI SDK, waiting': async () => (await import('./ai-sdk.js')).waiting,
  'AI SDK, pausing': async () => (await import('./ai-sdk.js')).pausing,
  'OpenAI Agents': async () => (await import('./openai.js')).openai,
  LangChain: async () => (await import('./langchain.js')).langchain,
  Mastra: async () => (await import('./mastra.js')).mastra,
  'Claude Agent SDK': async () => (await import('./claude.js')).claude,
};
