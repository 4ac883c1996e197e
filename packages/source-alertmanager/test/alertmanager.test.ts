import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { hasAlertmanager, startAlertmanager } from 'test-engines/start-alertmanager';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answerOf, createWorld, token } from './world.js';

type Answer = ReturnType<typeof answerOf>;

/** The receiving end behind a real HTTP server, and what it answered to whom. */
async function listening() {
  const world = await createWorld();
  const answers: Answer[] = [];
  let look = () => undefined;
  const { url, close } = await listenOnLoopback(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const header = (name: string) => incoming.headers[name]?.toString();
    const answer = await world.receive({ method: incoming.method ?? '', header, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
    answers.push(answerOf(answer));
    look();
  });
  onTestFinished(close);
  /** The next answer of that kind, of those that were not looked at yet. */
  const next = async (action: string) =>
    await new Promise<Answer>((resolve) => {
      look = () => {
        const index = answers.findIndex((answer) => answer.action === action);
        if (index !== -1) resolve(answers.splice(0, index + 1).at(-1));
        return undefined;
      };
      look();
    });
  return { ...world, answers, next, webhook: { url: `${url}/alerts`, bearer: token } };
}

async function started(options: Parameters<typeof startAlertmanager>[0]) {
  const alertmanager = await startAlertmanager(options);
  onTestFinished(() => alertmanager.stop());
  const labels = (node: number) => [
    'alertname=HighCPUUsage',
    'job=node-exporter',
    'severity=warning',
    `instance=node-${node}:9100`,
  ];
  const graph = '--generator-url=https://prometheus.example.com/graph?g0.expr=cpu';
  return {
    ...alertmanager,
    fire: (node: number) => alertmanager.amtool('alert', 'add', ...labels(node), graph),
    resolve: (node: number) =>
      alertmanager.amtool('alert', 'add', ...labels(node), `--end=${new Date().toISOString()}`),
  };
}

if (hasAlertmanager)
  describe('a real Alertmanager', () => {
    test('asks once, is kept up with, takes its question back, and asks anew', async () => {
      const world = await listening();
      const { fire, resolve } = await started({ webhook: world.webhook });

      await fire(1);
      const asked = await world.next('asked');
      await world.work();
      await fire(2);
      const joined = await world.next('updated');
      await world.work();
      const both = JSON.stringify(world.cards()[0]?.blocks);
      await resolve(1);
      await world.next('updated');
      await resolve(2);
      const over = await world.next('withdrawn');
      await fire(1);
      const anew = await world.next('asked');

      expect([joined.approvalId, over.approvalId]).toEqual([asked.approvalId, asked.approvalId]);
      expect(both).toContain('2 alerts firing on node-1:9100, node-2:9100');
      expect((await world.pending()).map(({ id }) => id)).toEqual([anew.approvalId]);
      expect((await world.approvals.list()).approvals).toHaveLength(2);
    });

    test('sends again what could not be taken in', async () => {
      const world = await listening();
      const { fire } = await started({ webhook: world.webhook });
      const { ask } = world.orders;
      let failures = 2;
      world.orders.ask = async (payload, options) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the store cannot be reached');
        return await ask(payload, options);
      };

      await fire(1);
      const asked = await world.next('asked');

      expect(failures).toBe(-1);
      expect((await world.pending()).map(({ id }) => id)).toEqual([asked.approvalId]);
    });

    test('and its peer ask once for the same alert', async () => {
      const world = await listening();
      const one = await started({ webhook: world.webhook });
      const other = await started({ webhook: world.webhook, peer: one.clusterAddress });
      const peers = [await one.peerCount(), await other.peerCount()];
      // as Prometheus does, which sends every alert to each of them
      const each = async (act: (peer: typeof one) => Promise<string>) => await Promise.all([one, other].map(act));

      await each(({ fire }) => fire(1));
      const asked = await world.next('asked');
      await each(({ resolve }) => resolve(1));
      const over = await world.next('withdrawn');
      await each(({ fire }) => fire(1));
      const anew = await world.next('asked');

      expect(peers).toEqual([2, 2]);
      expect(over.approvalId).toBe(asked.approvalId);
      expect((await world.pending()).map(({ id }) => id)).toEqual([anew.approvalId]);
      expect((await world.approvals.list()).approvals).toHaveLength(2);
    });

    test('that has lost its peer asks for what the other has asked for already, and is not asked twice', async () => {
      const world = await listening();
      const one = await started({ webhook: world.webhook });
      const other = await started({ webhook: world.webhook });

      await Promise.all([one.fire(1), other.fire(1)]);
      const asked = await world.next('asked');
      const again = await world.next('updated');

      expect(again.approvalId).toBe(asked.approvalId);
      expect((await world.approvals.list()).approvals).toHaveLength(1);
    });
  });
else
  test('a real Alertmanager', (context) => {
    const reason = 'there is no Alertmanager on this machine';
    process.stdout.write(`skipped: a real Alertmanager: ${reason}\n`);
    context.skip(reason);
  });
