import { describe, expect, test } from 'vitest';
import { toldTo } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, orderOptions } from '../world/world.js';

const nobody = `a${'b'.repeat(25)}`;
const someDigest = `sha256:${'0'.repeat(64)}`;

describe('a button whose value is not what was drawn on the card', () => {
  test("with another approval's id and this one's digest decides neither", async () => {
    const world = await createWorld();
    const [shown, other] = [await world.ask(), await world.ask()];

    const answer = await sendClick(world, shown, { value: `v1.${other.id}.${shown.digest}` });

    expect(answer.status).toBe(200);
    expect(toldTo(world, 'U0ALICE')).toContain('changed after you saw it');
    expect(await world.get(shown.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await world.get(other.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each([
    ['nothing', ''],
    ['an id alone', nobody],
    ['an older form', `v0.${nobody}.${someDigest}`],
    ['something behind the digest', `v1.${nobody}.${someDigest}.more`],
    ['an id in capitals', `v1.${nobody.toUpperCase()}.${someDigest}`],
    ['a path', `v1.../../etc.${someDigest}`],
    ['JSON', '{"id":"x"}'],
  ])('with %s is told that there is no such approval', async (_, value) => {
    const world = await createWorld();
    const approval = await world.ask();

    const answer = await sendClick(world, approval, { value });

    expect(answer).toEqual({ status: 200, headers: {}, body: '' });
    expect(toldTo(world, 'U0ALICE')).toBe('There is no such approval.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('with the id of nothing at all is told so in the same words', async () => {
    const world = await createWorld();
    const approval = await world.ask();

    await sendClick(world, approval, { value: `v1.${nobody}.${someDigest}` });

    expect(toldTo(world, 'U0ALICE')).toBe('There is no such approval.');
  });
});

describe('a form that comes back otherwise than it was opened', () => {
  const workspace = { appId: 'A0APPROVAL', teamId: 'T0PIZZA' };

  async function withForm() {
    const world = await createWorld({ access: workspace, kind: { reason: { approve: 'required' } } });
    const approval = await world.ask();
    const other = await world.ask();
    const submit = async (change: object, view: object = {}) => {
      const answer = await world.approvals.handleVerified({
        type: 'view_submission',
        api_app_id: workspace.appId,
        team: { id: workspace.teamId },
        user: { id: 'U0ALICE', team_id: workspace.teamId },
        view: {
          id: 'V1',
          hash: '1.2',
          callback_id: 'approval:default:approve_form:C0PIZZA:1.2',
          private_metadata: buttonValue(approval),
          state: { values: { reason: { reason: { type: 'plain_text_input', value: 'hungry' } } } },
          ...view,
        },
        ...change,
      });
      await world.approvals.flush();
      return answer;
    };
    return { world, approval, other, submit };
  }

  test('counts as it was opened', async () => {
    const { world, approval, submit } = await withForm();

    await submit({});

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', decision: { reason: 'hungry' } });
  });

  test.each<[string, object, object, string]>([
    ['no approval', {}, { private_metadata: '' }, 'There is no such approval'],
    ['an unknown one', {}, { private_metadata: `v1.${nobody}.${someDigest}` }, 'There is no such approval'],
    ['more than a value', {}, { private_metadata: `v1.${nobody}.${someDigest}${' '.repeat(4_000)}` }, 'There is no'],
    ['JSON', {}, { private_metadata: '{"id":"x"}' }, 'There is no such approval'],
    ['another app', { api_app_id: 'A0OTHER' }, {}, 'There is no such approval'],
    ['another workspace', { team: { id: 'T0OTHER' } }, {}, 'There is no such approval'],
    ['another workspace by its view', {}, { app_installed_team_id: 'T0OTHER' }, 'There is no such approval'],
    ['no workspace', { team: null, enterprise: { id: 'E0OTHER' } }, {}, 'There is no such approval'],
    ['somebody else', { user: { id: 'U0GUEST', team_id: 'T0PIZZA' } }, {}, 'not one of the approvers'],
    ['an unknown form', {}, { callback_id: 'approval:default:delete_form' }, 'another version of this app'],
  ])('with %s: changes nothing, and says so in the form', async (_, change, view, text) => {
    const { world, approval, other, submit } = await withForm();

    const { status, body } = await submit(change, view);

    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ response_action: 'update' });
    expect(body).toContain(text);
    for (const { id } of [approval, other]) expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test("with another approval's id and this one's digest decides neither", async () => {
    const { world, approval, other, submit } = await withForm();

    const { body } = await submit({}, { private_metadata: `v1.${other.id}.${approval.digest}` });

    expect(body).toContain('changed after you saw it');
    for (const { id } of [approval, other]) expect(await world.get(id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each<[string, object]>([
    ['nothing filled in', {}],
    ['nothing but spaces', { reason: { reason: { value: ' \u00a0\n' } } }],
    ['a field of another name', { other: { reason: { value: 'hungry' } } }],
    ['no text in it', { reason: { reason: { value: 7 } } }],
  ])('with %s: a required reason is still asked for', async (_, values) => {
    const { world, approval, submit } = await withForm();

    const { body } = await submit({}, { state: { values } });

    expect(JSON.parse(body)).toMatchObject({ response_action: 'errors', errors: { reason: expect.any(String) } });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });
});

test.each([
  ['another app', { api_app_id: 'A0OTHER' }],
  ['another workspace', { team_id: 'T0OTHER' }],
  ['no workspace', { team_id: '' }],
  ['another organisation', { team_id: '', enterprise_id: 'E0OTHER' }],
])('a command that comes from %s finds nothing', async (_, change) => {
  const world = await createWorld({ access: { appId: 'A0APPROVAL', teamId: 'T0PIZZA' } });
  await world.ask();
  const command = { command: '/approvals', text: 'list', channel_id: 'C0PIZZA', user_id: 'U0ALICE' };

  const ours = await world.approvals.handleVerified({ ...command, api_app_id: 'A0APPROVAL', team_id: 'T0PIZZA' });
  const { status, body } = await world.approvals.handleVerified({
    ...command,
    api_app_id: 'A0APPROVAL',
    team_id: 'T0PIZZA',
    ...change,
  });

  expect(ours.body).toContain('Order pizza?');
  expect(status).toBe(200);
  expect(body).toContain('There is no such approval.');
  expect(body).not.toContain('Order pizza?');
});

describe('two deployments on one store and one Slack app', () => {
  async function beside() {
    const world = await createWorld();
    const other = world.again({ namespace: 'staging' });
    const theirs = other.define('order', orderOptions());
    const { approval } = await theirs.ask({ size: 'huge' }, { requester: 'alertmanager' });
    await other.flush();
    const approvalThere = { ...approval, copies: [{ channelId: 'C0PIZZA', ts: null }] };
    return { world, other, approvalThere };
  }

  test("a click on the other's card is told whose it is, and decides nothing", async () => {
    const { world, other, approvalThere } = await beside();
    const value = buttonValue(approvalThere);

    const answer = await sendClick(world, approvalThere, { value, action: 'approval:staging:approve' });

    expect(answer.status).toBe(200);
    expect(toldTo(world, 'U0ALICE')).toContain('another deployment of this app, "staging"');
    expect(await other.get(approvalThere.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each(['approve', 'reject', 'details'])("the other's id under our own button %s is not found", async (verb) => {
    const { world, other, approvalThere } = await beside();

    await sendClick(world, approvalThere, { value: buttonValue(approvalThere), action: `approval:default:${verb}` });

    expect(toldTo(world, 'U0ALICE')).toBe('There is no such approval.');
    expect(await other.get(approvalThere.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test("a form of the other's is answered in the view, and decides nothing", async () => {
    const { world, other, approvalThere } = await beside();

    const answer = await world.approvals.handleVerified({
      type: 'view_submission',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0ALICE', team_id: world.slack.teamId },
      view: { id: 'V1', callback_id: 'approval:staging:reject_form', private_metadata: buttonValue(approvalThere) },
    });

    expect(JSON.parse(answer.body)).toMatchObject({ response_action: 'update' });
    expect(answer.body).toContain('staging');
    expect(await other.get(approvalThere.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test("a program finds, votes on, withdraws, reports, erases and waits for none of the other's", async () => {
    const { world, other, approvalThere } = await beside();
    const { id, digest } = approvalThere;
    const { approvals, orders } = world;
    const by = { type: 'user', id: 'U0ALICE' } as const;
    const notFound = { code: 'not_found' };

    expect(await approvals.get(id)).toBeNull();
    expect(await approvals.history(id)).toEqual([]);
    expect(await approvals.vote(id, { by, answer: 'approve', digest, via: 'test' })).toMatchObject(notFound);
    expect(await approvals.withdraw(id, { by: 'test', reason: 'x' })).toMatchObject(notFound);
    expect(await approvals.reportProgress(id, { step: 'bake', state: 'done' })).toMatchObject(notFound);
    expect(await approvals.redeliver(id)).toMatchObject(notFound);
    expect(await orders.amend({ id }, { size: 'small' }, { by: 'test' })).toMatchObject(notFound);
    await expect(approvals.erase(id)).rejects.toMatchObject(notFound);
    expect(await approvals.explain(id, { userId: 'U0ALICE', teamId: 'T0PIZZA', enterpriseId: null })).toMatchObject(
      notFound,
    );
    await other.vote(id, { by, answer: 'approve', digest, via: 'test' });
    await expect(orders.waitForDecision(id, { timeout: '0ms' })).rejects.toMatchObject(notFound);
    expect(await other.get(id)).toMatchObject({ status: 'approved' });
  });

  test('one key stands for an occasion in each of them', async () => {
    const { world, other } = await beside();
    const mine = await world.orders.ask({ size: 'one' }, { key: 'oven-3', requester: 'alertmanager' });

    const { approvals } = await other.list();
    expect(approvals.map((approval) => approval.id)).not.toContain(mine.approval.id);
    expect(await world.approvals.list()).toMatchObject({ approvals: [{ id: mine.approval.id }] });
  });
});

test('a kind does not answer for the decisions of another kind', async () => {
  const world = await createWorld();
  const other = world.approvals.define('other', orderOptions());
  const approval = await world.ask();
  await sendClick(world, approval, { value: buttonValue(approval) });

  expect(await world.orders.waitForDecision(approval.id, { timeout: '0ms' })).toMatchObject({ outcome: 'approved' });
  await expect(other.waitForDecision(approval.id, { timeout: '0ms' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a form that names a message of its own does not make it a copy of the card', async () => {
  const world = await createWorld({ kind: { reason: { reject: 'optional' } } });
  const approval = await world.ask();

  await world.approvals.handleVerified({
    type: 'view_submission',
    api_app_id: world.slack.appId,
    team: { id: world.slack.teamId },
    user: { id: 'U0ALICE', team_id: world.slack.teamId },
    view: {
      id: 'V1',
      callback_id: 'approval:default:reject_form:C0PIZZA:1767261600.999999',
      private_metadata: buttonValue(approval),
    },
  });
  await world.work();

  expect(await world.get(approval.id)).toMatchObject({ status: 'rejected' });
  // the view leaves out copies that Slack does not know
  expect(JSON.parse((await world.row(approval.id)).body).approval.work.copies).toHaveLength(1);
});
