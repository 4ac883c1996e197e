import { pausing, waiting } from './ai-sdk.js';
import { claude } from './claude.js';
import { langchain } from './langchain.js';
import { mastra } from './mastra.js';
import { openai } from './openai.js';
import type { Program } from './program.js';

/** Every program by its name: a process that is started for one loads it from here. */
export const programs: Readonly<Record<string, Program>> = {
  'AI SDK, waiting': waiting,
  'AI SDK, pausing': pausing,
  'OpenAI Agents': openai,
  LangChain: langchain,
  Mastra: mastra,
  'Claude Agent SDK': claude,
};
