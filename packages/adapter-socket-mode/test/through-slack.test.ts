import { memoryStore } from '@k8s-pizza/slack-approval';
import { describe, expect, test, vi } from 'vitest';
import { asked, connected } from './connect-to-slack.js';
import { deferred } from './deferred.js';

test('a click votes, and its answer is empty', async () => {
  const { slack, approvals } = await connected();
  const { id, click } = await asked(slack, approvals);

  expect(await click('approve')).toMatchObject({ status: 200, body: '', failure: null });

  expect(await approvals.get(id)).toMatchObject({ status: 'pending', votes: [{ by: { userId: 'U0ALICE' } }] });
});

test('a form asks for the reason, and its submission closes it', async () => {
  const { slack, approvals } = await connected();
  const { id, click } = await asked(slack, approvals);
  await click('reject');
  const [form] = slack.views('U0ALICE');
  const block = form?.blocks.find(({ type }) => type === 'input');
  const submit = (reason: string) =>
    slack.submit({ userId: 'U0ALICE', viewId: form?.id ?? '', values: { [block?.block_id ?? '']: reason } });

  await submit(' ');
  expect(slack.views('U0ALICE')).toMatchObject([{ errors: { [block?.block_id ?? '']: expect.any(String) } }]);
  expect(await submit('too late for pizza')).toMatchObject({ status: 200, body: '', failure: null });

  expect(slack.views('U0ALICE')).toEqual([]);
  expect(await approvals.get(id)).toMatchObject({ status: 'rejected', votes: [{ reason: 'too late for pizza' }] });
});

test('a command is answered where it was typed', async () => {
  const { slack } = await connected();

  const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: 'help' };
  const sent = await slack.command(command);

  expect(sent).toMatchObject({ status: 200, failure: null });
  expect(JSON.parse(sent.body)).toMatchObject({ response_type: 'ephemeral' });
});

test('the Home tab is filled when it is opened', async () => {
  const { slack, approvals } = await connected();
  await asked(slack, approvals);

  const sent = await slack.event({ type: 'app_home_opened', user: 'U0ALICE', channel: 'D0HOME', tab: 'home' });
  await approvals.flush();

  expect(sent).toMatchObject({ status: 200, body: '', failure: null });
  expect(JSON.stringify(slack.home('U0ALICE')?.blocks)).toContain('Order pizza?');
});

test('two connections share the clicks, and both work on the same store', async () => {
  const { slack, approvals, connect } = await connected();
  const second = await connect();
  const { id, click } = await asked(slack, approvals);

  await click('approve', 'U0ALICE');
  await click('approve', 'U0BOB');

  expect(await approvals.get(id)).toMatchObject({ status: 'approved' });
  await second.close();
  expect(
    await slack.command({ userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: 'help' }),
  ).toMatchObject({ status: 200 });
});

test('a connection that Slack wants reopened is reopened at once', async () => {
  const { slack, approvals, logged } = await connected();
  const { id, click } = await asked(slack, approvals);

  slack.refreshConnections();
  await vi.waitFor(async () => expect(await click('approve')).toMatchObject({ status: 200, failure: null }));

  expect(await approvals.get(id)).toMatchObject({ votes: [{ by: { userId: 'U0ALICE' } }] });
  expect(logged).not.toHaveBeenCalled();
});

describe('a vote that cannot be stored', () => {
  test('is not acknowledged, and the next click works', async () => {
    const store = memoryStore();
    const { slack, approvals } = await connected(store);
    const { id, click } = await asked(slack, approvals);
    const put = vi.spyOn(store, 'put').mockRejectedValue(new Error('the disk is full'));

    expect(await click('approve')).toMatchObject({ status: 0, failure: 'http_timeout' });
    put.mockRestore();

    expect(await approvals.get(id)).toMatchObject({ votes: [] });
    expect(await click('approve')).toMatchObject({ status: 200, failure: null });
  });
});

test('`close` answers the click that is being handled, and takes no other', async () => {
  const store = memoryStore();
  const { slack, approvals, connection } = await connected(store);
  const { id, click } = await asked(slack, approvals);
  const stored = deferred();
  const put = store.put;
  const reached = new Promise<void>((resolve) => {
    vi.spyOn(store, 'put').mockImplementation(async (...row) => {
      resolve();
      await stored.promise;
      return await put.apply(store, row);
    });
  });

  const clicked = click('approve');
  await reached;
  const closed = connection.close();
  stored.resolve();

  expect(await clicked).toMatchObject({ status: 200, failure: null });
  await closed;
  expect(await approvals.get(id)).toMatchObject({ votes: [{ by: { userId: 'U0ALICE' } }] });
  await vi.waitFor(() => expect(click('approve', 'U0BOB')).rejects.toMatchObject({ code: 'no_request_url' }));
  await connection.close();
});
