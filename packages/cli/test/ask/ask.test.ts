import { join } from 'node:path';
import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { until } from 'test-sources/until';
import { describe, expect, test } from 'vitest';
import { run } from '../run-words.js';
import { aSlack, ask, askHere, cardsIn, channel, press } from './running.js';

const question = ['Deploy api 4.2?', '--channel', channel, '--approver', 'U0ALICE'];
const blocksOf = (card: unknown) => JSON.stringify(card);

describe('ask, in this process', () => {
  test('prints the address of the card, and ends with 0 when it is approved', async () => {
    const { slack, env } = await aSlack();
    const running = askHere(question, env);
    const { ts } = await press(slack, 'U0ALICE', 'approve');

    const { code, output } = await running;

    expect(code).toBe(0);
    expect(output).toMatch(/^The card: https:\/\/\S+\/archives\/C0PIZZA\/p\d+\napproved by U0ALICE\n$/);
    const [card] = cardsIn(slack);
    expect(card?.ts).toBe(ts);
    // it is updated before the program ends: afterwards there is nobody to do it
    expect(blocksOf(card)).not.toContain('approval:default:approve');
  });

  test('ends with 1 when it is rejected, and prints the reason as JSON', async () => {
    const { slack, env } = await aSlack();
    const running = askHere([...question, '--json'], env);
    await press(slack, 'U0ALICE', 'reject');
    const form = await until(() => slack.views('U0ALICE').at(-1));
    const reason = 'Not "now".\n\u001b[2J';
    await slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason } });

    const { code, output, complaint } = await running;

    expect(code).toBe(1);
    expect(output).not.toContain('\u001b');
    expect(JSON.parse(output)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('Not "now".'),
      decidedBy: ['U0ALICE'],
      decidedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    });
    expect(complaint).toContain('The card: https://');
  });

  // the program has the clock of its machine, so it really waits
  test('ends with 2 when it expires', async () => {
    const { slack, env } = await aSlack();

    const { code, output } = await askHere([...question, '--expires', '1s'], env);

    expect([code, output]).toEqual([2, expect.stringMatching(/expired\n$/)]);
    expect(blocksOf(cardsIn(slack)[0])).not.toContain('approval:default:approve');
  });

  test('shows fields, links and a summary, and who asks for whom', async () => {
    const { slack, env } = await aSlack();
    const words = [
      ...['--summary', 'Rolls out slowly.', '--field', 'Version=4.2', '--field', 'Query=a=b'],
      ...['--link', 'Build=https://ci.example.com/17', '--requester', 'nightly', '--on-behalf-of', 'U0BOB'],
    ];
    ask([...question, ...words], env);

    const blocks = blocksOf(await until(() => cardsIn(slack)[0]));

    for (const shown of ['Rolls out slowly.', '4.2', 'a=b', 'https://ci.example.com/17', 'nightly', 'U0BOB'])
      expect(blocks).toContain(shown);
  });

  test('lets members of a group and of the channel answer, as many as are needed', async () => {
    const { slack, env } = await aSlack();
    const words = ['Deploy?', '--channel', channel, '--approver', 'S0ONCALL', '--approver', 'channel-members'];
    const running = askHere([...words, '--quorum', '2'], env);
    await press(slack, 'U0ALICE', 'approve');
    await press(slack, 'U0BOB', 'approve');

    expect(await running).toMatchObject({ code: 0, output: expect.stringContaining('U0ALICE, U0BOB') });
  });

  test('takes channel and approver from the environment', async () => {
    const { slack, env } = await aSlack();
    const running = askHere(['Deploy?'], { ...env, SLACK_CHANNEL: channel, SLACK_APPROVER: 'U0BOB, U0ALICE' });
    await press(slack, 'U0ALICE', 'approve');

    expect((await running).code).toBe(0);
  });

  test('asks anew without a key', async () => {
    const { slack, env } = await aSlack();
    const first = askHere(question, env);
    await press(slack, 'U0ALICE', 'approve');
    await first;

    const second = askHere(question, env);
    await press(slack, 'U0ALICE', 'approve');

    expect((await second).code).toBe(0);
    expect(cardsIn(slack)).toHaveLength(2);
  });
});

describe('a program that is interrupted', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s withdraws the question', async (signal) => {
    const { slack, env } = await aSlack();
    const running = ask(question, env);
    await until(() => cardsIn(slack)[0]);
    running.signal(signal);

    expect(await running.ended).toMatchObject({ code: 2, output: expect.stringContaining('withdrawn') });
    expect(blocksOf(cardsIn(slack)[0])).not.toContain('approval:default:approve');
  });

  test('leaves it open with --leave, and goes on under the same key', async () => {
    const { slack, env } = await aSlack();
    const words = [...question, '--key', 'deploy-42'];
    const first = ask([...words, '--leave'], env);
    await until(() => cardsIn(slack)[0]);
    first.signal('SIGINT');

    expect(await first.ended).toMatchObject({ code: 3, complaint: expect.stringContaining('stays open') });
    const second = ask(words, env);
    await second.writes(/The card/);
    await press(slack, 'U0ALICE', 'approve');
    expect((await second.ended).code).toBe(0);
    expect(cardsIn(slack)).toHaveLength(1);
  });
});

describe('Ctrl-C in this process', () => {
  test('withdraws the question at the first time, and leaves it open at the second', async () => {
    const { slack, env } = await aSlack();
    const interrupts: (() => void)[] = [];
    const asking = (words: readonly string[]) =>
      run(['ask', ...question, ...words], env, (one) => void interrupts.push(one));
    const withdrawn = asking([]);
    await until(() => cardsIn(slack)[0]);
    interrupts[0]?.();
    const left = asking(['--leave']);
    await until(() => cardsIn(slack)[1]);
    interrupts[1]?.();

    expect([(await withdrawn).code, (await left).code]).toEqual([2, 3]);
  });
});

describe('a question that is not stored yet', () => {
  test('is withdrawn by a Ctrl-C that comes before', async () => {
    const { slack, env } = await aSlack();

    const { code, output } = await run(['ask', ...question], env, (interrupt) => interrupt());

    expect([code, output]).toEqual([2, expect.stringContaining('withdrawn')]);
    expect(blocksOf(cardsIn(slack))).not.toContain('approval:default:approve');
  });

  test('is not taken for an older one under its key', async () => {
    const { slack, env } = await aSlack();
    const file = join(env.HOME, 'questions.db');
    const words = [...question, '--key', 'k', '--store', file];
    await decideTwoDaysAgo(slack, file, 'k');
    const [old] = cardsIn(slack);

    const running = askHere(words, env);
    const card = await until(() => cardsIn(slack)[1]);
    await slack.click({ userId: 'U0ALICE', channelId: channel, ts: card.ts, actionId: 'approval:default:approve' });

    const { output } = await running;
    expect(output).toContain(`p${card.ts.replace('.', '')}\n`);
    expect(output).not.toContain(String(old?.ts.replace('.', '')));
  });
});

/** Asks and answers with the clock of the day before yesterday: the key is free again by now. */
async function decideTwoDaysAgo(slack: SlackSimulator, file: string, key: string): Promise<void> {
  const { botToken: token, apiUrl } = slack;
  const store = sqliteStore(file);
  const clock = () => Date.now() - 2 * 86_400_000;
  const approvals = createApprovals({ slack: { token, apiUrl, signingSecret: null }, store, clock });
  const approvers = [user('U0ALICE')];
  const asked = approvals.request({ key, title: question[0] ?? '', channel, approvers, requester: 'ci' });
  const approval = await until(async () => {
    await approvals.processDue();
    await approvals.flush();
    return cardsIn(slack).length === 0 ? null : (await approvals.list()).approvals[0];
  });
  await approvals.vote(approval.id, { by: user('U0ALICE'), answer: 'approve', digest: approval.digest, via: 'test' });
  await asked;
  await approvals.stop();
  await store.close();
}

describe('what cannot be asked', () => {
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

  test.each<readonly [readonly string[], string]>([
    [[], 'Say what to ask'],
    [['Deploy?'], 'Say where to ask: --channel'],
    [['Deploy?', '--channel', channel], 'Say who may answer: --approver'],
    [['Deploy?', '--channel', channel, '--approver', 'alice'], '"alice"'],
    [[...question, '--quorum', 'both'], '"both"'],
    [[...question, '--field', 'Version'], 'name, = and a value'],
    [[...question, '--payload', '{}'], '--payload needs --server'],
    [[...question, '--surprise'], '--surprise'],
    [[...question, '--env-file', '/nowhere/.env'], '/nowhere/.env'],
    [[...question, '--store', '/dev/null/questions.db'], '/dev/null/questions.db'],
    [[...question, '--expires', 'soon'], 'soon'],
  ])('%j ends with 3', async (words, told) => {
    const { code, output, complaint } = await run(['ask', ...words], tokens);

    expect([code, output]).toEqual([3, '']);
    expect(complaint).toContain(told);
  });

  test.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'])('without %s it says which tokens it needs', async (missing) => {
    const { env } = await aSlack();

    const { code, complaint } = await run(['ask', ...question], { ...env, [missing]: '' });

    expect(code).toBe(3);
    expect(complaint).toBe(
      'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to the tokens of a Slack app that uses Socket Mode.\n',
    );
  });

  test('an app that Slack refuses is told, without its token', async () => {
    const { env } = await aSlack();
    const SLACK_APP_TOKEN = 'xapp-not-the-token-of-this-app';

    const { code, complaint } = await run(['ask', ...question], { ...env, SLACK_APP_TOKEN });

    expect(code).toBe(3);
    expect(complaint).toMatch(/Slack/);
    expect(complaint).not.toContain('not-the-token');
  });

  test('a key that holds another question ends with 3', async () => {
    const { slack, env } = await aSlack();
    const first = askHere([...question, '--key', 'k'], env);
    await press(slack, 'U0ALICE', 'approve');
    await first;

    const { code, complaint } = await askHere(['Deploy api 5.0?', ...question.slice(1), '--key', 'k'], env);

    expect(code).toBe(3);
    expect(complaint).toContain('holds another question');
  });
});
