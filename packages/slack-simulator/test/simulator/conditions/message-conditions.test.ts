import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientOf, startSlack } from '../simulator-fixture.js';

const refused = (error: string) => ({ data: { ok: false, error } });

/** A message in #pizza, and how to change it. */
async function withMessage() {
  const { slack, web } = await startSlack();
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'one' });
  const update = () => web.chat.update({ channel: 'C0PIZZA', ts, text: 'two' });
  return { slack, web, ts, at: { channelId: 'C0PIZZA', ts }, update };
}

describe('a message that a person deleted', () => {
  test('is not found any more', async () => {
    const { slack, at, update } = await withMessage();

    slack.deleteMessage({ userId: 'U0ALICE', ...at });

    await expect(update()).rejects.toMatchObject(refused('message_not_found'));
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('has to be there, and before the person', async () => {
    const { slack, web, at } = await withMessage();
    const code = (expected: string) => expect.objectContaining({ code: expected });
    const { message_ts: privateTs = '' } = await web.chat.postEphemeral({
      channel: 'C0PIZZA',
      user: 'U0ALICE',
      text: 'psst',
    });
    const own = { channelId: 'C0PIZZA', ts: privateTs };

    expect(() => slack.deleteMessage({ userId: 'U0OUTSIDER', ...at })).toThrowError(code('cannot_see'));
    expect(() => slack.deleteMessage({ userId: 'U0BOB', ...own })).toThrowError(code('cannot_see'));
    expect(() => slack.deleteMessage({ userId: 'U0ALICE', ...own })).toThrowError(code('not_simulated'));
    expect(() => slack.deleteMessage({ userId: 'U0ALICE', ...at, ts: '1.0' })).toThrowError(code('message_not_found'));
    expect(slack.messages('C0PIZZA')).toHaveLength(2);
  });
});

describe('a message that cannot be changed any more', () => {
  test.each(['edit_window_closed', 'cant_update_message'] as const)('is refused with %s', async (error) => {
    const { slack, web, at, update } = await withMessage();
    const { ts: other = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'other' });

    slack.lockMessage({ ...at, error });

    await expect(update()).rejects.toMatchObject(refused(error));
    expect(await web.chat.update({ channel: 'C0PIZZA', ts: other, text: 'x' })).toMatchObject({ ok: true });
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'one' }, { text: 'x' }]);
  });

  test('is closed for edits where nothing else is said, and open again once it is unlocked', async () => {
    const { slack, at, update } = await withMessage();
    slack.lockMessage(at);
    await expect(update()).rejects.toMatchObject(refused('edit_window_closed'));

    slack.unlockMessage(at);

    expect(await update()).toMatchObject({ ok: true });
  });

  test('stays locked over a restart on the same file', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'slack-conditions-')), 'state.json');
    const before = await startSlack({ stateFile });
    const { ts = '' } = await before.web.chat.postMessage({ channel: 'C0PIZZA', text: 'one' });
    before.slack.lockMessage({ channelId: 'C0PIZZA', ts });
    await before.slack.close();

    const { slack } = await startSlack({ stateFile });

    const updating = clientOf(slack).chat.update({ channel: 'C0PIZZA', ts, text: 'two' });
    await expect(updating).rejects.toMatchObject(refused('edit_window_closed'));
  });

  test('has to be there', async () => {
    const { slack } = await withMessage();
    const missing = expect.objectContaining({ code: 'message_not_found' });

    expect(() => slack.lockMessage({ channelId: 'C0PIZZA', ts: '1.0' })).toThrowError(missing);
    expect(() => slack.unlockMessage({ channelId: 'C0PIZZA', ts: '1.0' })).toThrowError(missing);
  });
});

describe('the thread of a message', () => {
  test('is not found once the message is deleted', async () => {
    const { slack, web, at, ts } = await withMessage();

    slack.deleteMessage({ userId: 'U0ALICE', ...at });

    const replying = web.chat.postMessage({ channel: 'C0PIZZA', text: 'reply', thread_ts: ts });
    await expect(replying).rejects.toMatchObject(refused('thread_not_found'));
  });

  test.each([undefined, 'cannot_reply_to_message'] as const)('can be locked (%s), and unlocked', async (error) => {
    const { slack, web, at, ts } = await withMessage();
    const reply = () => web.chat.postMessage({ channel: 'C0PIZZA', text: 'reply', thread_ts: ts });

    slack.lockThread(error === undefined ? at : { ...at, error });
    await expect(reply()).rejects.toMatchObject(refused(error ?? 'restricted_action_thread_locked'));
    expect(await web.chat.postMessage({ channel: 'C0PIZZA', text: 'two' })).toMatchObject({ ok: true });

    slack.unlockThread(at);
    expect(await reply()).toMatchObject({ ok: true });
  });

  test('of a person can be replied to, as people’s messages are not kept', async () => {
    const { web } = await withMessage();

    const replying = web.chat.postMessage({ channel: 'C0PIZZA', text: 'reply', thread_ts: '1.5' });

    expect(await replying).toMatchObject({ ok: true });
  });
});
