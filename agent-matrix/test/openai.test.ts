import { frameworkTests } from './framework-tests.js';
import { openai } from './programs/openai.js';

frameworkTests({
  name: 'OpenAI Agents',
  program: openai,
  takesEdits: false,
  runsBesideRejected: true,
  isDurable: true,
  tamper: (saved) => saved.replaceAll('\\"amount\\":40', '\\"amount\\":4000'),
});
