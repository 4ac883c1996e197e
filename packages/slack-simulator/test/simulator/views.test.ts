import { describe, expect, test } from 'vitest';
import { aClock } from '../a-clock.js';
import { type Answer, card, payloadOf, reasonModal, startApp, startSlack } from './simulator-fixture.js';

const now = Date.UTC(2026, 0, 1, 10);

const home = (text: string) => ({
  type: 'home' as const,
  blocks: [
    {
      type: 'section' as const,
      text: { type: 'plain_text' as const, text },
      accessory: { type: 'button' as const, action_id: 'open', text: { type: 'plain_text' as const, text: 'Open' } },
    },
  ],
});

/** Alice has clicked, and a modal is open before her. `answers` are what the app says next, an empty 200 after those. */
async function withModal(view: object = {}, answers: (Answer | Promise<Answer>)[] = []) {
  const app = await startApp(() => answers.shift() ?? {});
  const { slack, web } = await startSlack({ clock: aClock(now), requestUrl: app.url });
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
  const click = async (userId = 'U0ALICE') => {
    await slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: 'approve' });
    return payloadOf(app.received.at(-1)).trigger_id;
  };
  const opened = await web.views.open({ trigger_id: await click(), view: reasonModal(view) });
  const viewId = opened.view?.id ?? '';
  const submit = (values: Record<string, string>, userId = 'U0ALICE') => slack.submit({ userId, viewId, values });
  return {
    app,
    slack,
    web,
    viewId,
    hash: opened.view?.hash ?? '',
    click,
    submit,
    say: (answer: Answer) => answers.push(answer),
  };
}

const json = (body: object): Answer => ({ body: JSON.stringify(body) });

describe('submitting a modal', () => {
  test('sends the values by block and action, and an empty 200 closes it', async () => {
    const { app, slack, viewId, hash, submit } = await withModal();

    expect(await submit({ reason: 'too late' })).toMatchObject({ status: 200, failure: null });

    expect(payloadOf(app.received.at(-1))).toEqual({
      type: 'view_submission',
      api_app_id: slack.appId,
      token: expect.any(String),
      team: { id: slack.teamId, domain: 'pizza' },
      is_enterprise_install: false,
      user: { id: 'U0ALICE', name: 'alice', team_id: slack.teamId },
      trigger_id: expect.any(String),
      response_urls: [],
      view: {
        id: viewId,
        type: 'modal',
        callback_id: 'reason',
        private_metadata: 'v1.abc',
        state: { values: { why: { reason: { type: 'plain_text_input', value: 'too late' } } } },
        hash,
        root_view_id: viewId,
        previous_view_id: null,
        app_installed_team_id: slack.teamId,
        external_id: '',
      },
    });
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test.each([
    ['its block id', { why: 'late' }, 'late'],
    ['nothing', {}, null],
  ])('an input named by %s has its value', async (_what, values, expected) => {
    const { app, submit } = await withModal();

    await submit(values);

    expect(payloadOf(app.received.at(-1)).view.state.values.why.reason.value).toBe(expected);
  });

  test('shows errors at the inputs and stays open', async () => {
    const { slack, submit } = await withModal({}, [
      {},
      json({ response_action: 'errors', errors: { why: 'Say more' } }),
    ]);

    expect(await submit({ reason: 'x' })).toMatchObject({ failure: null });

    expect(slack.views('U0ALICE')).toMatchObject([{ errors: { why: 'Say more' } }]);
    await submit({ reason: 'more' });
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test('can be answered with another view in its place, under a new hash', async () => {
    const view = reasonModal({ callback_id: 'next' });
    const { slack, viewId, hash, submit } = await withModal({}, [{}, json({ response_action: 'update', view })]);

    await submit({});

    const [shown] = slack.views('U0ALICE');
    expect(shown).toMatchObject({ id: viewId, callbackId: 'next' });
    expect(shown?.hash).not.toBe(hash);
  });

  test('can be answered with views on top, three in all, and with closing all of them', async () => {
    const { slack, viewId, say } = await withModal();
    const submitTop = () =>
      slack.submit({ userId: 'U0ALICE', viewId: slack.views('U0ALICE').at(-1)?.id ?? '', values: {} });
    const push = json({ response_action: 'push', view: reasonModal() });

    for (const _ of [2, 3]) {
      say(push);
      expect(await submitTop()).toMatchObject({ failure: null });
    }
    say(push);
    expect(await submitTop()).toMatchObject({ failure: 'invalid_answer' });
    expect(slack.views('U0ALICE')).toHaveLength(3);
    await expect(slack.submit({ userId: 'U0ALICE', viewId, values: {} })).rejects.toMatchObject({
      code: 'view_not_open',
    });

    say(json({ response_action: 'clear' }));
    await submitTop();
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test.each<[string, Answer]>([
    ['a 500', { status: 500 }],
    ['a body that is not empty', { body: 'ok' }],
    ['an empty object', json({})],
    ['an unknown action', json({ response_action: 'dance' })],
    ['errors at no input', json({ response_action: 'errors', errors: { elsewhere: 'x' } })],
    ['no error at all', json({ response_action: 'errors', errors: {} })],
    [
      'a view too long in its title',
      json({ response_action: 'update', view: reasonModal({ title: { type: 'plain_text', text: 'x'.repeat(25) } }) }),
    ],
  ])("answered with %s shows Slack's own error and stays open", async (_what, answer) => {
    const { slack, submit, say } = await withModal();
    const before = slack.views('U0ALICE');
    say(answer);

    expect((await submit({})).failure).not.toBeNull();
    expect(slack.views('U0ALICE')).toEqual(before);
    expect(slack.traffic.at(-1)).toMatchObject({ method: 'view_submission', detail: expect.any(String) });
  });

  test.each([
    ['by somebody else', {}, 'U0BOB', 'view_not_open'],
    ['with a value for no input', { other: 'x' }, 'U0ALICE', 'input_not_found'],
    ['with more than the input takes', { reason: 'x'.repeat(21) }, 'U0ALICE', 'input_too_long'],
  ])('%s is refused, and nothing is sent', async (_what, values, userId, code) => {
    const { app, submit } = await withModal();
    const before = app.received.length;

    await expect(submit(values, userId)).rejects.toMatchObject({ code });
    expect(app.received).toHaveLength(before);
  });

  test('twice at the same moment: what the second answer says comes too late', async () => {
    let answerSecond: (answer: Answer) => void = () => undefined;
    const second = new Promise<Answer>((resolve) => {
      answerSecond = resolve;
    });
    const { app, slack, submit } = await withModal({}, [{}, {}, second]);
    const submissions = [submit({ reason: 'one' }), submit({ reason: 'two' })];

    await Promise.race(submissions);
    answerSecond(json({ response_action: 'errors', errors: { why: 'no' } }));

    expect(await Promise.all(submissions)).toMatchObject([{ failure: null }, { failure: null }]);
    expect(app.received).toHaveLength(3);
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test('twice is refused: it is closed', async () => {
    const { submit } = await withModal();
    await submit({});

    await expect(submit({})).rejects.toMatchObject({ code: 'view_not_open' });
  });
});

describe('changing a modal', () => {
  test('by its id replaces it once for a hash', async () => {
    const { slack, web, viewId, hash } = await withModal();

    await web.views.update({ view_id: viewId, hash, view: reasonModal({ callback_id: 'next' }) });

    expect(slack.views('U0ALICE')).toMatchObject([{ callbackId: 'next' }]);
    const again = web.views.update({ view_id: viewId, hash, view: reasonModal() });
    await expect(again).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  });

  test('by its external id finds it, and no other view may have that id', async () => {
    const { web, viewId, click } = await withModal({ external_id: 'mine' });

    const updated = await web.views.update({ external_id: 'mine', view: reasonModal({ external_id: 'mine' }) });

    expect(updated.view?.id).toBe(viewId);
    const second = web.views.open({ trigger_id: await click(), view: reasonModal({ external_id: 'mine' }) });
    await expect(second).rejects.toMatchObject({ data: { error: 'duplicate_external_id' } });
  });

  test('that is not there is refused', async () => {
    const { web } = await withModal();

    const update = web.views.update({ view_id: 'V0NONE', view: reasonModal() });

    await expect(update).rejects.toMatchObject({ data: { error: 'not_found' } });
  });

  test('by pushing needs a trigger from inside, and stops at three', async () => {
    const { app, slack, web, click, say } = await withModal();
    const pushed = async () => {
      const viewId = slack.views('U0ALICE').at(-1)?.id ?? '';
      say(json({ response_action: 'errors', errors: { why: 'no' } }));
      await slack.submit({ userId: 'U0ALICE', viewId, values: {} });
      return web.views.push({ trigger_id: payloadOf(app.received.at(-1)).trigger_id, view: reasonModal() });
    };

    await pushed();
    await pushed();

    expect(slack.views('U0ALICE')).toHaveLength(3);
    await expect(pushed()).rejects.toMatchObject({ data: { error: 'push_limit_reached' } });
    const outside = web.views.push({ trigger_id: await click(), view: reasonModal() });
    await expect(outside).rejects.toMatchObject({ data: { error: 'not_found' } });
  });
});

describe('a view that breaks a limit is refused', () => {
  const plain = (text: string) => ({ type: 'plain_text', text });

  test.each([
    ['a title of 25 characters', { title: plain('x'.repeat(25)) }, 'invalid_view'],
    ['metadata of 3,001 characters', { private_metadata: 'x'.repeat(3001) }, 'invalid_view'],
    ['a callback id of 256 characters', { callback_id: 'x'.repeat(256) }, 'invalid_view'],
    ['101 blocks', { blocks: Array(101).fill({ type: 'divider' }) }, 'invalid_view'],
    ['no blocks', { blocks: undefined }, 'invalid_view'],
    ['the type of a Home tab', { type: 'home' }, 'invalid_view'],
    [
      'more than 250 KB',
      { blocks: Array(90).fill({ type: 'section', text: plain('x'.repeat(3000)) }) },
      'view_too_large',
    ],
  ])('%s', async (_what, change, error) => {
    const { web, viewId } = await withModal();

    const update = web.apiCall('views.update', { view_id: viewId, view: reasonModal(change) });

    await expect(update).rejects.toMatchObject({ data: { error } });
  });

  test('and costs no trigger', async () => {
    const { slack, web, click } = await withModal();
    const trigger_id = await click('U0BOB');

    const wrong = web.views.open({ trigger_id, view: reasonModal({ callback_id: 'x'.repeat(256) }) });

    await expect(wrong).rejects.toMatchObject({ data: { error: 'invalid_view' } });
    await web.views.open({ trigger_id, view: reasonModal() });
    expect(slack.views('U0BOB')).toHaveLength(1);
  });
});

describe('a Home tab', () => {
  test('is published for one person, and again in its place', async () => {
    const { slack, web } = await startSlack();

    await web.views.publish({ user_id: 'U0ALICE', view: home('old') });
    await web.views.publish({ user_id: 'U0ALICE', view: home('new') });

    expect(slack.home('U0ALICE')?.blocks).toEqual(home('new').blocks);
    expect(slack.home('U0BOB')).toBeNull();
    expect(slack.views('U0ALICE')).toEqual([]);
  });

  test('with an old hash is refused', async () => {
    const { web } = await startSlack();
    const first = await web.views.publish({ user_id: 'U0ALICE', view: home('old') });
    const hash = first.view?.hash ?? '';
    await web.views.publish({ user_id: 'U0ALICE', view: home('new'), hash });

    const late = web.views.publish({ user_id: 'U0ALICE', view: home('late'), hash });

    await expect(late).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  });

  test('is clicked with neither channel, message nor response URL', async () => {
    const app = await startApp();
    const { slack, web } = await startSlack({ requestUrl: app.url });
    const { view } = await web.views.publish({ user_id: 'U0ALICE', view: home('x') });
    const viewId = view?.id ?? '';

    await slack.click({ userId: 'U0ALICE', viewId, actionId: 'open' });

    const payload = payloadOf(app.received[0]);
    expect(payload).toMatchObject({ container: { type: 'view', view_id: viewId }, view: { id: viewId } });
    const push = web.views.push({ trigger_id: payload.trigger_id, view: reasonModal() });
    await expect(push).rejects.toMatchObject({ data: { error: 'not_found' } });
    for (const absent of ['channel', 'message', 'response_url']) expect(payload).not.toHaveProperty(absent);
    await expect(slack.click({ userId: 'U0BOB', viewId, actionId: 'open' })).rejects.toMatchObject({
      code: 'view_not_open',
    });
  });
});
