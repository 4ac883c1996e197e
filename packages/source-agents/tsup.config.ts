import type { Options } from 'tsup';
import { library } from '../../tsup.base.js';

const agents: Options = {
  ...library,
  entry: ['index', 'ai-sdk', 'openai', 'langchain', 'mastra', 'claude'].map((name) => `src/${name}.ts`),
};

export default agents;
