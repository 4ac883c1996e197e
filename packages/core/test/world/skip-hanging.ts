import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { onTestFinished, vi } from 'vitest';

/** Slack's client waits 10 s of real time for an answer that never comes; in this test that time is over once Slack hangs. */
export function skipHanging({ traffic }: SlackSimulator): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const hungCount = () => traffic.filter(({ detail }) => detail === 'hang').length;
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    if (ms !== 10_000) return timeout(ms);
    const controller = new AbortController();
    const before = hungCount();
    const look = setInterval(() => {
      if (hungCount() > before) controller.abort(new DOMException('The time is over.', 'TimeoutError'));
    }, 5);
    onTestFinished(() => clearInterval(look));
    return controller.signal;
  });
}
