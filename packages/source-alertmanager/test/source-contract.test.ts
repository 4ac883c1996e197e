import { type Decision, user } from '@k8s-pizza/slack-approval';
import { type SourceQuestion, type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { receiveAlerts } from '../src/index.js';
import { firing, withAlerts } from './captured.js';
import { answerOf, request, token } from './world.js';

interface Restart {
  readonly pod: string;
}

/** Alertmanager doesn't wait: the sink of the decision acts on it, and a run ends as soon as its question is decided. */
const start: StartSource = async ({ approvals, clock, channelId, approverId }) => {
  const ends: ((told: string) => void)[] = [];
  const asked: SourceQuestion[] = [];
  const restarts = approvals.define<Restart>('restart', {
    title: ({ pod }) => `Restart ${pod}?`,
    channel: channelId,
    approvers: [user(approverId)],
    onDecision: async (decision: Decision<Restart>) => {
      if (decision.outcome === 'approved') asked[0]?.work(decision.payload.pod);
      for (const end of ends) end(JSON.stringify(decision));
    },
  });
  const notify = async ({ key, argument }: SourceQuestion) => {
    // each notification comes to another process, which remembers nothing
    const receive = receiveAlerts<Restart>({
      authentication: { bearer: token },
      asks: restarts,
      alerts: [{ alertname: 'HighCPUUsage' }],
      payload: ({ alerts: [alert] }) => ({ pod: alert.labels['instance'] ?? '' }),
      clock,
    });
    const alerts = withAlerts(firing, ({ labels }) => ({ labels: { ...labels, instance: argument } }));
    return answerOf(await receive(request({ ...alerts, groupKey: key })));
  };
  return {
    run(question) {
      asked.push(question);
      const told = new Promise<string>((end, fail) => {
        ends.push(end);
        notify(question).then((answer) => {
          const isFirst = question.argument === asked[0]?.argument;
          if (answer.why === 'not_pending' || !isFirst) end(JSON.stringify(answer));
        }, fail);
      });
      return { told, kill: async () => undefined };
    },
    close: async () => undefined,
  };
};

sourceContract({ name: 'Alertmanager', start });
