import { createHolds, type Holds } from 'test-processes/holds';
import { type Receiver as PlainReceiver, sendAnswer, startReceiver } from 'test-processes/receiver';

/** The receiving end, with a place before and after it applies a decision. */
export interface Receiver extends PlainReceiver, Pick<Holds, 'hold' | 'passedCount'> {}

export async function createReceiver(): Promise<Receiver> {
  const { pass, ...holds } = createHolds();
  const receiver = await startReceiver({
    async answer({ response, take }) {
      await pass('before delivery');
      if (response.destroyed) return;
      const answer = await take();
      await pass('after delivery');
      sendAnswer(response, answer);
    },
  });
  return { ...receiver, ...holds };
}
