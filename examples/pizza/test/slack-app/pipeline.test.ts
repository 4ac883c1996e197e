import { hasAlertmanager } from 'test-engines/start-alertmanager';
import { bundleChild, type ChildBundle } from 'test-processes/child-bundle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../demo/until.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { capturedSource, type OpenSource, realSource } from '../world/alert-source.js';
import { thePipeline } from '../world/the-pipeline.js';

type Pipeline = Awaited<ReturnType<typeof thePipeline>>;

let bundle: ChildBundle | null = null;
beforeAll(async () => {
  bundle = await bundleChild(new URL('../world/slack-app-child.ts', import.meta.url));
});
afterAll(() => bundle?.remove());

/** One question, as the record names it and as people see it. */
interface Question {
  readonly id: string;
  readonly ts: string;
}

/** Past the first retry of a delivery, which comes after 5 s, and past the next sync of the card. */
const past = 10_000;
/** Past the minute for which a process that was killed still holds its work. */
const pastTheLease = 61_000;

async function anAlertAsksOnce({
  alerts,
  orderFunction,
  card,
  cards,
  cluster,
  askedCount,
  postedAs,
}: Pipeline): Promise<Question> {
  await alerts.fires('node-exporter');
  const asked = await orderFunction.answers(1);
  const ts = await postedAs(asked.approvalId);
  const { text } = await card('Waiting for an answer', ts);
  await alerts.firesAgain('node-exporter');
  const again = await orderFunction.answers(2);

  expect(asked.action).toBe('asked');
  expect(again.approvalId).toBe(asked.approvalId);
  expect(text).toContain('1 alert firing on node-1:9100');
  expect(text).toContain(':approve:now"');
  expect(await askedCount()).toBe(1);
  expect(cards()).toHaveLength(1);
  expect(await cluster.orders()).toEqual([]);
  return { id: asked.approvalId, ts };
}

async function aSecondInstanceJoins({ alerts, orderFunction, card, cards, record }: Pipeline, { id, ts }: Question) {
  const before = await record(id);
  await alerts.joins('node-exporter');
  const joined = await orderFunction.answers(3);
  await card('2 alerts firing on node-1:9100, node-2:9100', ts);
  const after = await record(id);

  expect(joined).toMatchObject({ action: 'updated', approvalId: id });
  // a vote is for a digest
  expect(after).toMatchObject({ status: 'pending', digest: before.digest, revision: before.revision, votes: [] });
  expect(cards()).toHaveLength(1);
}

async function anotherGroupResolvesUnanswered(pipeline: Pipeline) {
  const { alerts, orderFunction, simulator, card, approves, toldTo, postedAs, record, cluster, putForward } = pipeline;
  await alerts.fires('batch');
  const { approvalId } = await orderFunction.answers(4);
  const ts = await postedAs(approvalId);
  // the buttons stay on the card for as long as Slack takes no update of it
  simulator.fail({ method: 'chat.update', how: 'rate_limit', retryAfterSeconds: 30 });
  await alerts.resolves('batch');
  const over = await orderFunction.answers(5);
  await approves('U0ALICE', ts);
  const told = await toldTo('U0ALICE');
  await until('an update that Slack refuses', () =>
    simulator.traffic.some(({ method, status }) => method === 'chat.update' && status === 429) ? true : null,
  );
  await putForward(31_000);
  const { text } = await card('Withdrawn by', ts);

  expect(over).toMatchObject({ action: 'withdrawn', approvalId });
  const withdrawn = await record(approvalId);
  const when = Math.floor((withdrawn.decision?.decidedAt ?? 0) / 1_000);
  expect(told).toContain(`This was withdrawn by order function before it was decided (<!date^${when}^`);
  expect(told).toMatch(/The reason given: .* resolved\./);
  expect(text).toContain('resolved');
  expect(text).not.toContain(':approve:now"');
  expect(withdrawn).toMatchObject({ status: 'withdrawn', votes: [] });
  expect(orderFunction.log()).toContain(`${approvalId} is withdrawn`);
  expect(await cluster.orders()).toEqual([]);
}

async function theFunctionIsDownAtTheClick(pipeline: Pipeline, { id, ts }: Question) {
  const { orderFunction, card, approves, record, cluster, putForward } = pipeline;
  await orderFunction.goesDown();
  await approves('U0ALICE', ts);
  await until('a delivery that fails', () => (orderFunction.address.unreachedCount() > 0 ? true : null));
  const { text } = await card('Being handed over', ts);
  const owed = await record(id);

  expect(text).toContain('Approved: Order now, by <@U0ALICE>');
  expect(owed).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });
  expect(await cluster.orders()).toEqual([]);

  await orderFunction.starts();
  await putForward(past);
  await card('Handed over', ts);

  expect(orderFunction.decisions(id)).toEqual([200]);
  expect(await record(id)).toMatchObject({ digest: owed.digest, delivery: { state: 'delivered', attemptCount: 2 } });
  expect((await cluster.orders()).map(({ metadata }) => metadata.name)).toEqual([resourceName(id)]);
}

async function theSlackAppIsKilledBeforeItHears(pipeline: Pipeline): Promise<Question> {
  const { alerts, orderFunction, slackApp, card, cards, approves, record, cluster, putForward, postedAs } = pipeline;
  await alerts.fires('killed');
  const { approvalId: id } = await orderFunction.answers(6);
  const ts = await postedAs(id);
  orderFunction.address.losesAnswers = true;
  await approves('U0ALICE', ts);
  await until('a decision at the function', () => (orderFunction.decisions(id).length === 1 ? true : null));
  await slackApp.isKilled();
  const [left, orders] = [await record(id), await cluster.orders()];

  expect(left).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });
  expect(orders.map(({ metadata }) => metadata.name)).toContain(resourceName(id));

  orderFunction.address.losesAnswers = false;
  await slackApp.starts();
  await putForward(pastTheLease);
  await card('Handed over', ts);

  expect(cards()).toHaveLength(3);
  expect(await record(id)).toMatchObject({ digest: left.digest, delivery: { state: 'delivered' } });
  expect(orderFunction.decisions(id)).toEqual([200, 200]);
  expect(orderFunction.log()).toContain(`the PizzaOrder of ${id} was created`);
  expect(orderFunction.log()).toContain(`the PizzaOrder of ${id} was found`);
  expect((await cluster.orders()).map(({ metadata }) => metadata.uid)).toEqual(
    orders.map(({ metadata }) => metadata.uid),
  );
  return { id, ts };
}

async function theClusterIsDown(pipeline: Pipeline): Promise<Question> {
  const { alerts, orderFunction, card, approves, record, cluster, putForward, postedAs } = pipeline;
  const before = await cluster.orders();
  await alerts.fires('no-cluster');
  const { approvalId: id } = await orderFunction.answers(7);
  const ts = await postedAs(id);
  await cluster.goesDown();
  await approves('U0ALICE', ts);
  await until('a decision that fails', () => (orderFunction.decisions(id).length === 1 ? true : null));
  await card('Being handed over', ts);

  expect(orderFunction.decisions(id)).toEqual([500]);
  expect(await record(id)).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });

  await cluster.comesBack(300);
  await putForward(past);
  await card('Handed over', ts);
  const after = (await cluster.orders()).map(({ metadata }) => metadata.name);

  expect(orderFunction.decisions(id)).toEqual([500, 200]);
  expect(after).toHaveLength(before.length + 1);
  expect(after).toContain(resourceName(id));
  return { id, ts };
}

async function everyPizzaArrives(
  { orderFunction, card, record, cluster, putForward }: Pipeline,
  questions: Question[],
) {
  await until('pizzas at the door', async () =>
    (await cluster.orders()).every(({ status }) => status.tracker.delivered !== undefined) ? true : null,
  );
  await orderFunction.reportsProgress();

  for (const { id, ts } of questions) {
    await putForward(past);
    const { text } = await card('delivered: done', ts);
    const { progress, delivery, attention } = await record(id);
    expect(text).toContain('Approved: Order now, by <@U0ALICE>');
    expect(progress.map(({ step, state }) => `${step} ${state}`).at(-1)).toBe('delivered done');
    expect([delivery.state, attention]).toEqual(['delivered', null]);
  }
  expect((await cluster.orders()).map(({ metadata }) => metadata.name).sort()).toEqual(
    questions.map(({ id }) => resourceName(id)).sort(),
  );
}

async function tell(openSource: OpenSource) {
  const pipeline = await thePipeline(bundle?.path ?? '', openSource);
  const first = await anAlertAsksOnce(pipeline);
  await aSecondInstanceJoins(pipeline, first);
  await anotherGroupResolvesUnanswered(pipeline);
  await theFunctionIsDownAtTheClick(pipeline, first);
  const second = await theSlackAppIsKilledBeforeItHears(pipeline);
  const third = await theClusterIsDown(pipeline);
  await everyPizzaArrives(pipeline, [first, second, third]);
}

test('the whole pipeline, from a captured notification to the door', () => tell(capturedSource));

test('the whole pipeline, from a real Alertmanager to the door', async (context) => {
  if (hasAlertmanager) return await tell(realSource);
  const reason = 'there is no Alertmanager on this machine';
  process.stdout.write(`skipped: the whole pipeline from a real Alertmanager: ${reason}\n`);
  return context.skip(reason);
});
