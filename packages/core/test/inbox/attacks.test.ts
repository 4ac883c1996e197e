import { usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { createWorld, minute, orderOptions, present, type World } from '../world/world.js';
import { alice, homeOf, openForm, openHome, said, submit, topOf, withOrders } from './inbox.js';

const stamp = '1767261700.000100';
const nobody = `a${'b'.repeat(25)}`;
const ids = { appId: 'A0APPROVAL', teamId: 'T0PIZZA' };

interface Entry {
  readonly id: string;
  readonly digest: string;
}

const written = (...entries: readonly Entry[]) =>
  ['s1', stamp, ...entries.map(({ id, digest }) => `v1.${id}.${digest}`)].join(' ');

/** A submission as Slack would send it, signed, of a form that was never opened. */
async function forge(world: World, metadata: string, change: object = {}, view: object = {}) {
  const answer = await world.approvals.handleVerified({
    type: 'view_submission',
    api_app_id: ids.appId,
    team: { id: ids.teamId },
    user: { id: alice, team_id: ids.teamId },
    view: {
      id: 'V1',
      hash: '1.2',
      callback_id: 'approval:default:selected_form:elsewhere',
      private_metadata: metadata,
      state: { values: {} },
      ...view,
    },
    ...change,
  });
  await world.work();
  return answer;
}

async function unchanged(world: World, ...approvals: readonly Entry[]) {
  for (const { id } of approvals) expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
}

describe('a form for several approvals that comes back otherwise than it was opened', () => {
  async function two(options: Parameters<typeof withOrders>[1] = {}) {
    const { world, approvals } = await withOrders(['first', 'second'], { access: ids, ...options });
    return { world, one: present(approvals[0]), other: present(approvals[1]) };
  }

  test('with an approval that it did not show is refused that one, by its digest', async () => {
    const { world, one, other } = await two();

    const { body } = await forge(world, written(one, { id: other.id, digest: one.digest }));

    expect(body).toContain('changed after you saw it');
    expect(await world.get(one.id)).toMatchObject({ status: 'approved' });
    await unchanged(world, other);
  });

  test('with the digests of two swapped decides neither', async () => {
    const { world, one, other } = await two();

    await forge(world, written({ id: one.id, digest: other.digest }, { id: other.id, digest: one.digest }));

    await unchanged(world, one, other);
  });

  test('tells a person nothing of an approval that they may not see', async () => {
    const { world, one } = await two();
    const who = { user: { id: 'U0GUEST', team_id: ids.teamId } };

    const { body } = await forge(world, written({ id: one.id, digest: `sha256:${'0'.repeat(64)}` }), who);

    expect(body).not.toContain('Order a');
    await unchanged(world, one);
  });

  test('with what is not there says so', async () => {
    const { world, one } = await two();

    const { status, body } = await forge(world, written(one, { id: nobody, digest: one.digest }));

    expect(status).toBe(200);
    expect(body).toContain('There is no such approval');
    expect(await world.get(one.id)).toMatchObject({ status: 'approved' });
  });

  test.each<[string, (one: Entry, other: Entry) => string]>([
    ['the same approval twice', (one) => written(one, one)],
    ['101 ids', (one) => written(one, ...Array.from({ length: 100 }, (_, n) => ({ ...one, id: idOf(n) })))],
    ['eleven ids', (one) => written(one, ...Array.from({ length: 10 }, (_, n) => ({ ...one, id: idOf(n) })))],
    ['nothing', () => ''],
    ['a form for one', (one) => `v1.${one.id}.${one.digest} ${stamp}`],
    ['JSON', (one) => JSON.stringify([one])],
  ])('with %s decides nothing at all', async (_, metadata) => {
    const { world, one, other } = await two();

    const { status, body } = await forge(world, metadata(one, other));

    expect(status).toBe(200);
    expect(body).toContain('There is no such approval');
    await unchanged(world, one, other);
  });

  test.each<[string, object, object]>([
    ['another app', { api_app_id: 'A0OTHER' }, {}],
    ['another workspace', { team: { id: 'T0OTHER' } }, {}],
    ['another workspace by its view', {}, { app_installed_team_id: 'T0OTHER' }],
    ['another namespace', {}, { callback_id: 'approval:staging:selected_form:elsewhere' }],
  ])('from %s decides nothing', async (_, change, view) => {
    const { world, one, other } = await two();

    const { status } = await forge(world, written(one, other), change, view);

    expect(status).toBe(200);
    await unchanged(world, one, other);
  });

  test('with an approval of another deployment on the same store leaves that alone, and names it not', async () => {
    const { world, one } = await two();
    const staging = world.again({ namespace: 'staging' });
    const kind = staging.define('order', orderOptions({ card: () => ({ title: 'Not yours' }) }));
    const { approval: theirs } = await kind.ask({ size: 'x' }, { requester: 'ci' });

    const { body } = await forge(world, written(one, theirs));

    expect(body).not.toContain('Not yours');
    expect(body).toContain('There is no such approval');
    expect(await staging.get(theirs.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await world.get(one.id)).toMatchObject({ status: 'approved' });
  });

  test('with a choice that was not offered is refused', async () => {
    const { world, one } = await two({
      kind: {
        choices: [
          { id: 'now', label: 'Now', answer: 'approve' },
          { id: 'no', label: 'No', answer: 'reject' },
        ],
      },
    });
    const values = (choice: string) => ({
      state: { values: { [`choice_${one.id}`]: { x: { type: 'static_select', selected_option: { value: choice } } } } },
    });

    for (const choice of ['no', 'never', '__proto__']) await forge(world, written(one), {}, values(choice));

    await unchanged(world, one);
  });
});

function idOf(index: number): string {
  return `a${index.toString(2).replaceAll('0', 'x').replaceAll('1', 'y').padStart(25, 'c')}`;
}

describe('a person who lost the right while the form was open', () => {
  test('is refused, and still reads which one it was', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')], quorum: { approve: 2 } } });
    const approval = await world.ask();
    await openForm(world, [approval]);
    world.slack.arrange({ usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: ['U0BOB'] }] });
    // what is known of the group is too old to speak for them
    world.clock.advance(2 * minute);

    await submit(world);
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(said(world)[0]).toMatch(/^Order pizza\? /);
  });
});

describe('the same form twice', () => {
  const opened = async () => {
    const { world, approvals } = await withOrders(['small', 'large'], {
      kind: { quorum: { approve: 2 }, reason: { reject: 'none' } },
    });
    const { privateMetadata, callbackId } = await openForm(world, approvals);
    const send = async () =>
      await forge(world, privateMetadata, { api_app_id: world.slack.appId }, { callback_id: callbackId });
    return { world, approvals, send };
  };

  test('casts each vote once, and shows the same results again', async () => {
    const { world, approvals, send } = await opened();

    const [first, again] = [await send(), await send()];

    expect(again).toEqual(first);
    expect(first.body).toContain('1 of 2 approvals');
    for (const { id } of approvals) {
      expect((await world.get(id)).votes).toHaveLength(1);
      const history = await world.approvals.history(id);
      expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'voted']);
    }
  });

  test('at the same time casts each vote once', async () => {
    const { world, approvals, send } = await opened();

    const answers = await Promise.all([send(), send(), send()]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.filter(({ body }) => body.includes('✗'))).toEqual([]);
    for (const { id } of approvals) expect((await world.get(id)).votes).toHaveLength(1);
  });

  test('after a newer answer of the same person leaves that answer as it is', async () => {
    const { world, approvals, send } = await opened();
    await send();
    const { id, copies } = present(approvals[0]);
    const { channelId, ts } = present(copies[0]);
    // a click on the card comes later than the one that opened the form
    world.clock.advance(minute);
    const click = { userId: alice, channelId, ts: present(ts), actionId: 'approval:default:reject' };
    await world.slack.click(click);
    await world.work();

    const { body } = await send();

    expect(body).toContain('your newer answer stands');
    expect(await world.get(id)).toMatchObject({ status: 'rejected', votes: [{ answer: 'reject' }] });
  });
});

test('what is ticked in the state of a Home is only taken where it is an approval that the person may approve', async () => {
  const { world, approvals } = await withOrders(['small']);
  const hidden = world.approvals.define(
    'secret',
    orderOptions({ card: () => ({ title: 'A secret' }), approvers: [{ type: 'user', id: 'U0BOB' }] }),
  );
  const { approval: secret } = await hidden.ask({ size: 'x' }, { requester: 'ci' });
  const view = await openHome(world);
  const box = (id: string) => ({
    'approval:default:select': { type: 'checkboxes', selected_options: [{ value: id }] },
  });
  const ticked = [present(approvals[0]).id, secret.id, nobody, ...Array.from({ length: 101 }, (_, n) => idOf(n))];
  const answer = await world.approvals.handleVerified({
    ...{ type: 'block_actions', api_app_id: world.slack.appId, team: { id: world.slack.teamId } },
    user: { id: alice, team_id: world.slack.teamId },
    trigger_id: await triggerOf(world),
    container: { type: 'view', view_id: view.id },
    view: {
      ...{ id: view.id, type: 'home', private_metadata: homeOf(world).privateMetadata, hash: view.hash },
      state: { values: Object.fromEntries(ticked.map((id, index) => [`row:${index}`, box(id)])) },
    },
    actions: [{ action_id: 'approval:default:approve_selected', action_ts: stamp }],
  });

  expect(answer.status).toBe(200);
  const text = JSON.stringify(topOf(world).blocks);
  expect(text).toContain('Order a small pizza?');
  expect(text).not.toContain('secret');
  // of 100 blocks that were read ten were looked at, and nine of these are none of theirs
  expect(text).toContain('90 more that you selected do not fit');
  expect(text).toContain('9 that you selected are left out');
});

/** A trigger that Slack has handed out for a click in the Home. */
async function triggerOf(world: World): Promise<string> {
  const seen: string[] = [];
  const { requestUrl } = world.slack;
  const { listenOnLoopback } = await import('@k8s-pizza/slack-approval-testing');
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const payload = new URLSearchParams(Buffer.concat(chunks).toString()).get('payload');
    seen.push(JSON.parse(payload ?? '{}').trigger_id);
    response.writeHead(200).end();
  });
  world.slack.requestUrl = url;
  await world.slack.click({ userId: alice, viewId: homeOf(world).id, actionId: 'approval:default:approve_selected' });
  world.slack.requestUrl = requestUrl;
  await close();
  return present(seen[0]);
}
