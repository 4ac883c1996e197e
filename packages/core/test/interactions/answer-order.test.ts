import { type Approval, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { serveHttp } from '../delivery/local-server.js';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { click, toldTo } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, hour, type Order, start, type World } from '../world/world.js';

const done = { status: 200, headers: {}, body: '' };

/** A store whose puts can be switched to something else. */
function storeWithPuts() {
  const base = memoryStore();
  const puts: { now: ApprovalStore['put'] } = { now: base.put };
  const store: ApprovalStore = { ...base, put: (row, version) => puts.now(row, version) };
  return { base, store, puts };
}

describe('a refusal', () => {
  test('is answered while it is still being stored', async () => {
    const { base, store, puts } = storeWithPuts();
    const world = await createWorld({ store, kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    const gate = deferred();
    puts.now = async (row, version) => {
      await gate.promise;
      return await base.put(row, version);
    };

    const sent = await click(world, approval, 'U0ALICE', 'approve');
    const before = await world.approvals.history(approval.id);
    gate.resolve();
    await world.approvals.flush();

    expect(sent).toMatchObject({ status: 200, body: '' });
    expect(toldTo(world, 'U0ALICE')).toContain('not one of the approvers');
    expect(before.map(({ event }) => event['type'])).toEqual(['asked']);
    const after = await world.approvals.history(approval.id);
    expect(after.map(({ event }) => event['type'])).toEqual(['asked', 'vote_refused']);
  });

  const refusals = {
    'a button': async (world: World, approval: Approval<Order>) =>
      (await sendClick(world, approval, { value: buttonValue(approval) })).status,
    'a form': async (world: World, approval: Approval<Order>) => {
      const { body } = await world.approvals.handleVerified({
        type: 'view_submission',
        api_app_id: world.slack.appId,
        team: { id: world.slack.teamId },
        user: { id: 'U0ALICE', team_id: world.slack.teamId },
        view: { id: 'V1', callback_id: 'approval:default:reject_form', private_metadata: buttonValue(approval) },
      });
      return JSON.parse(body).response_action;
    },
    'a program': async (world: World, { id, digest }: { id: string; digest: string }) => {
      const answer = await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'cli' });
      return 'code' in answer ? answer.code : null;
    },
  };

  test.each([
    ['a button', 200],
    ['a form', 'update'],
    ['a program', 'not_an_approver'],
  ] as const)('of %s is the same where it cannot be stored', async (who, expected) => {
    const { store, puts } = storeWithPuts();
    const world = await createWorld({ store, kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    puts.now = async () => {
      throw new Error('disk full');
    };

    expect(await refusals[who](world, approval)).toBe(expected);
    await world.approvals.flush();

    expect(world.log.lines.map(({ level }) => level)).toEqual(['error']);
  });

  test('of a late click stores the expiry that was due, after the answer', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const approval = await world.ask();
    world.clock.set(start + hour);
    world.context = { waitUntil: null };

    await sendClick(world, approval, { value: buttonValue(approval) });
    await world.approvals.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'expired' });
  });
});

test('a vote that was refused never counts, also where it would by the time the refusal is stored', async () => {
  const told = deferred();
  const gate = deferred();
  const transport = agreeableTransport({
    ephemeral: async () => {
      told.resolve();
      await gate.promise;
      return { type: 'ok', value: null };
    },
  });
  const escalate = [{ after: '15m', approvers: [user('U0ALICE')] }];
  const world = await createWorld({ access: { transport }, kind: { approvers: [user('U0BOB')], escalate } });
  const approval = await world.ask();

  const answering = sendClick(world, approval, { value: buttonValue(approval) });
  await told.promise;
  world.clock.advance(hour);
  gate.resolve();
  const answer = await answering;
  await world.approvals.flush();

  expect(answer).toEqual(done);
  expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
});

describe('a vote on a card that Slack no longer lets us change', () => {
  /** An order whose card was given up, though people still see it with its buttons. */
  async function givenUp() {
    const told: string[] = [];
    const transport = agreeableTransport({
      update: async () => ({ type: 'gone', reason: 'cant_update_message' }),
      ephemeral: async ({ userId, text }) => {
        told.push(`${userId}: ${text}`);
        return { type: 'ok', value: null };
      },
    });
    const world = await createWorld({ access: { transport }, kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    await sendClick(world, approval, { value: buttonValue(approval) });
    await world.approvals.flush();
    return { world, approval, told };
  }

  test('counts, and is confirmed privately: the card cannot say so', async () => {
    const { world, approval, told } = await givenUp();

    const answer = await sendClick(world, approval, { value: buttonValue(approval), userId: 'U0BOB' });
    await world.approvals.flush();

    expect(answer).toEqual(done);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', copies: [] });
    expect(told).toEqual([expect.stringContaining('U0BOB: Your answer is in.')]);
  });
});

describe('where the reply to a click cannot be sent, Slack shows its own error', () => {
  const cannotSay = async (change: Parameters<typeof createWorld>[0] = {}) => {
    const world = await createWorld(change);
    const approval = await world.ask();
    world.slack.fail({ method: 'response_url', how: 'status', status: 500, times: 10 });
    return { world, approval };
  };

  test('refused', async () => {
    const { world, approval } = await cannotSay({ kind: { approvers: [user('U0BOB')] } });

    expect(await click(world, approval, 'U0ALICE', 'approve')).toMatchObject({ status: 503, body: '' });
  });

  test('already decided', async () => {
    const { world, approval } = await cannotSay();
    await click(world, approval, 'U0BOB', 'approve');
    await world.approvals.flush();

    const late = await sendClick(world, approval, {
      value: buttonValue(approval),
      change: { response_url: `${world.slack.url}/no-such-address` },
    });

    expect(late.status).toBe(503);
  });

  test('details that do not open', async () => {
    const { world, approval } = await cannotSay();
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id' });

    expect(await click(world, approval, 'U0ALICE', 'details')).toMatchObject({ status: 503, body: '' });
  });

  test('and a later click is answered again', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    world.slack.fail({ method: 'response_url', how: 'status', status: 500 });
    const first = await click(world, approval, 'U0ALICE', 'approve');

    const second = await click(world, approval, 'U0ALICE', 'approve');

    expect([first.status, second.status]).toEqual([503, 200]);
    expect(toldTo(world, 'U0ALICE')).toContain('not one of the approvers');
  });
});

describe('the address of a reply', () => {
  test.each(['https://evil.example/x', 'http://hooks.slack.com.evil.example/x', 'file:///etc/passwd', 'x', ''])(
    'is not used where it is none of Slack: %j',
    async (address) => {
      const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
      const approval = await world.ask();

      const answer = await sendClick(world, approval, {
        value: buttonValue(approval),
        change: { response_url: address },
      });

      expect(answer).toEqual(done);
      expect(toldTo(world, 'U0ALICE')).toContain('not one of the approvers');
      const methods = world.slack.traffic.map(({ method }) => method);
      expect(methods).toContain('chat.postEphemeral');
      expect(methods).not.toContain('response_url');
    },
  );

  test('is not left by a redirect: nothing is sent elsewhere, and Slack shows its own error', async () => {
    const paths: string[] = [];
    const origin = await serveHttp(({ url = '' }, response) => {
      paths.push(url);
      response.writeHead(url === '/reply' ? 307 : 200, { location: '/elsewhere' }).end();
    });
    const world = await createWorld({
      access: { apiUrl: `${origin}/api/`, transport: agreeableTransport() },
      kind: { approvers: [user('U0BOB')] },
    });
    const approval = await world.ask();

    const answer = await sendClick(world, approval, {
      value: buttonValue(approval),
      change: { response_url: `${origin}/reply` },
    });

    expect(answer).toEqual({ ...done, status: 503 });
    expect(paths).toEqual(['/reply']);
  });
});
