import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { serveReceiver } from 'test-sources/serve-receiver';
import { until } from 'test-sources/until';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { serveQuestions } from '../src/serve-questions.js';
import { aFolder, aPath, recipes, start, testWith } from './machine.js';

const channel = 'C0PIZZA';

/** A machine with `slack-approval`, and a Slack where Alice answers. */
async function aMachine() {
  const slack = await createSlackSimulator({ rateLimits: false });
  onTestFinished(() => slack.close());
  const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack;
  const tokens = { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL, SLACK_CHANNEL: channel, SLACK_APPROVER: 'U0ALICE' };
  const env = { ...tokens, PATH: await aPath(), HOME: aFolder() };
  const answer = async (verb: 'approve' | 'reject', shown: string) => {
    const card = await until(() =>
      slack.messages(channel).find(({ blocks }) => {
        const text = JSON.stringify(blocks);
        return text.includes(shown) && text.includes(`approval:default:${verb}`);
      }),
    );
    const before = slack.views('U0ALICE').length;
    const actionId = `approval:default:${verb}`;
    await slack.click({ userId: 'U0ALICE', channelId: channel, ts: card.ts, actionId });
    if (verb === 'approve') return;
    const form = await until(() => slack.views('U0ALICE')[before]);
    await slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'Not today.' } });
  };
  return { env, answer };
}

describe('a shell script', () => {
  test('goes on once it is approved', async () => {
    const { env, answer } = await aMachine();
    const running = start('./deploy.sh', ['4.2'], { env });
    await answer('approve', 'Deploy api 4.2?');

    expect(await running).toEqual({ code: 0, output: expect.stringMatching(/Deploying api 4\.2\.\n$/) });
  });

  test('ends with 1 when it is rejected', async () => {
    const { env, answer } = await aMachine();
    const running = start('./deploy.sh', ['4.2'], { env });
    await answer('reject', 'Deploy api 4.2?');

    const { code, output } = await running;

    expect(code).toBe(1);
    expect(output).toContain('Not today.');
    expect(output).not.toContain('Deploying');
  });

  test('can tell the answers apart', async () => {
    const { env, answer } = await aMachine();
    const running = start('./tell-apart.sh', ['4.2'], { env });
    await answer('reject', 'Deploy api 4.2?');

    expect((await running).output).toMatch(/^Rejected: \{.*"reason":"Not today\.".*\}$/m);
  });
});

describe('a Makefile', () => {
  testWith(['make', '--version'], 'has a target that other targets need', async () => {
    const { env, answer } = await aMachine();
    const approved = start('make', ['deploy', 'VERSION=4.2'], { env });
    await answer('approve', 'Deploy api 4.2?');
    const rejected = start('make', ['deploy', 'VERSION=5.0'], { env });
    await answer('reject', 'Deploy api 5.0?');

    expect(await approved).toMatchObject({ code: 0, output: expect.stringContaining('Deploying api 4.2.') });
    expect(await rejected).toMatchObject({ code: 2, output: expect.not.stringContaining('Deploying') });
  });
});

describe('GitHub Actions', () => {
  interface Step {
    readonly name: string;
    readonly run: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const { jobs } = parse(readFileSync(join(recipes, 'github-actions.yml'), 'utf8'));
  const ask = (jobs.deploy.steps as readonly Step[]).find(({ name }) => name === 'Ask in Slack');

  /** Runs the step as GitHub does, a file by `bash -e`, in front of a server: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
  async function aRunner() {
    const world = await createTestApprovals();
    onTestFinished(() => world.close());
    const token = 'actions-0123456789abcdef0123456789abcdef';
    const server = await serveReceiver(serveQuestions(world.approvals, { channel, token, approver: 'U0ALICE' }));
    onTestFinished(() => server.close());
    const script = join(aFolder(), 'step.sh');
    writeFileSync(script, ask?.run ?? '');
    const values = { APPROVALS_URL: server.url, SLACK_APPROVAL_TOKEN: token, PATH: await aPath() };
    const github = { GITHUB_REPOSITORY: 'acme/api', GITHUB_RUN_ID: '17', GITHUB_SHA: '4f1d', GITHUB_ACTOR: 'bob' };
    return {
      ...world,
      step: (GITHUB_RUN_ATTEMPT: string, interruptAfter?: Promise<unknown>) =>
        start('bash', ['-e', script], { env: { ...github, ...values, GITHUB_RUN_ATTEMPT }, interruptAfter }),
      cardWith: (text: string) => until(async () => (await world.cards({ text, status: 'pending' }))[0]),
    };
  }

  testWith(['bash', '--version'], 'a step asks at the server, and fails unless it is approved', async () => {
    const { step, cardWith, approve, reject } = await aRunner();

    const first = step('1');
    await reject(await cardWith('4f1d'), { as: 'U0ALICE', reason: 'Not today.' });
    const second = step('2');
    await approve(await cardWith('Deploy acme/api?'), { as: 'U0ALICE' });

    expect(Object.keys(ask?.env ?? {})).toEqual(['APPROVALS_URL', 'SLACK_APPROVAL_TOKEN']);
    expect([(await first).code, (await second).code]).toEqual([1, 0]);
  });

  testWith(['bash', '--version'], 'a step whose job is cancelled withdraws the question', async () => {
    const { step, cardWith, approvals } = await aRunner();
    const card = cardWith('4f1d');

    expect((await step('1', card)).code).toBe(2);
    expect(await approvals.get((await card).id)).toMatchObject({ status: 'withdrawn' });
  });
});

describe('Terraform', () => {
  testWith(['terraform', 'version'], 'applies what needs the approval, and nothing without it', async () => {
    const { env, answer } = await aMachine();
    const cwd = aFolder();
    copyFileSync(join(recipes, 'main.tf'), join(cwd, 'main.tf'));
    writeFileSync(join(cwd, 'terraform.rc'), '');
    const given = { cwd, env: { ...env, TF_CLI_CONFIG_FILE: join(cwd, 'terraform.rc'), TF_IN_AUTOMATION: '1' } };
    const terraform = (...words: readonly string[]) => start('terraform', words, given);
    await terraform('init', '-input=false');

    const rejected = terraform('apply', '-auto-approve', '-no-color', '-var=api_version=4.2');
    await answer('reject', 'Deploy api 4.2?');
    const approved = rejected.then(() => terraform('apply', '-auto-approve', '-no-color', '-var=api_version=4.3'));
    await answer('approve', 'Deploy api 4.3?');

    expect(await rejected).toMatchObject({
      code: 1,
      output: expect.not.stringContaining('terraform_data.api: Creating'),
    });
    expect(await approved).toMatchObject({ code: 0, output: expect.stringContaining('terraform_data.api: Creation') });
  });
});

describe('kubectl', () => {
  const config = `
apiVersion: v1
kind: Config
current-context: staging
contexts: [{ name: staging, context: { cluster: staging, user: staging } }]
clusters: [{ name: staging, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: staging, user: {} }]
`;

  testWith(['kubectl', 'version', '--client'], 'runs what was approved, in the context on the card', async () => {
    const { env, answer } = await aMachine();
    const KUBECONFIG = join(aFolder(), 'config');
    writeFileSync(KUBECONFIG, config);
    // a command that needs no cluster
    const words = ['config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].name}'];
    const run = () => start('kubectl', ['approved', ...words], { env: { ...env, KUBECONFIG } });

    const approving = run();
    await answer('approve', 'Run kubectl config view --minify');
    const approved = await approving;
    const rejecting = run();
    await answer('reject', 'staging');

    expect(approved).toMatchObject({ code: 0, output: expect.stringMatching(/staging$/) });
    expect(await rejecting).toMatchObject({ code: 1, output: expect.not.stringMatching(/staging$/) });
  });
});
