import type { Message, Model } from './agent.js';

/** Plays a model, without a key or a network: it looks the order up, refunds it, and tells the customer what came of it. */
export const scriptedModel: Model = async (messages) => {
  const results = messages.filter((message) => message.role === 'result');
  const step = results.length;
  const call = (tool: string, input: object): Message => ({ role: 'call', callId: `call-${step + 1}`, tool, input });
  if (step === 0) return [call('look_up_order', { order: '4711' })];
  if (step === 1) return [call('refund', { order: '4711', amount: 24, reason: 'The pizza arrived cold.' })];
  return [{ role: 'assistant', text: `About your refund: ${results.at(-1)?.text}` }];
};
