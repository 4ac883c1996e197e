import type { ServerResponse } from 'node:http';
import type { WebhookEvent } from '@k8s-pizza/slack-approval';
import type { RawResponse } from '@k8s-pizza/slack-approval/host';
import {
  type DeliveryAttempt,
  type Receiver as PlainReceiver,
  sendAnswer,
  startReceiver,
} from 'test-processes/receiver';
import { senderHeader } from './settings.js';

interface TimedAttempt extends DeliveryAttempt {
  readonly event: WebhookEvent;
  readonly at: number;
}

/** What the receiver does with one attempt. `lost`: it applies it, and the answer is lost; `late`: it answers after the lease. */
export type Treatment = 'ok' | 'fails' | 'gone' | 'lost' | 'late' | 'late_and_lost';

interface ReceiverOptions {
  /** The test's own instant. */
  readonly instant: () => number;
  readonly treatmentOf: (event: WebhookEvent, attempt: number) => Treatment;
  /** Called before and after each attempt is applied. @returns whether the sender was killed */
  readonly pass: (replica: number, when: 'before' | 'after') => Promise<boolean>;
}

/** The receiving end, which fails in every way. */
export interface Receiver extends PlainReceiver {
  readonly attempts: readonly TimedAttempt[];
  /** From now on senders may be left waiting for their answer. */
  takeTime(): void;
  /** Answers every sender that waits, and from now on at once. */
  hurry(): void;
}

export async function createReceiver({ instant, treatmentOf, pass }: ReceiverOptions): Promise<Receiver> {
  const attempts: TimedAttempt[] = [];
  let waiting: (() => void)[] = [];
  let isInHurry = true;
  const answerWith = async (treatment: Treatment, answer: RawResponse, response: ServerResponse): Promise<void> => {
    const isLate = treatment === 'late' || treatment === 'late_and_lost';
    if (isLate && !isInHurry) await new Promise<void>((resolve) => waiting.push(resolve));
    if (treatment === 'lost' || treatment === 'late_and_lost') response.destroy();
    else sendAnswer(response, answer);
  };

  const receiver = await startReceiver({
    async answer({ attempt, header, response, take }) {
      const replica = Number(header(senderHeader));
      const event: WebhookEvent = JSON.parse(attempt.body);
      const treatment = treatmentOf(event, attempts.filter(({ id }) => id === attempt.id).length);
      attempts.push({ ...attempt, event, at: instant() });
      if (await pass(replica, 'before')) return;
      if (treatment === 'fails' || treatment === 'gone') {
        response.writeHead(treatment === 'fails' ? 500 : 410).end();
        return;
      }
      const answer = await take();
      if (await pass(replica, 'after')) return;
      await answerWith(treatment, answer, response);
    },
  });
  return {
    ...receiver,
    attempts,
    takeTime() {
      isInHurry = false;
    },
    hurry() {
      isInHurry = true;
      for (const goOn of waiting) goOn();
      waiting = [];
    },
  };
}
