import type { Locator } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Answer,
  card,
  type clientOf,
  payloadOf,
  reasonModal,
  type startApp,
  startSlack,
} from '../simulator/simulator-fixture.js';
import { eventually, lookWithBrowser, patienceMs } from './look-with-browser.js';

const { browser, look } = lookWithBrowser();

const confirmed = [
  { type: 'header', text: { type: 'plain_text', text: 'Order pizza?' } },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        style: 'primary',
        text: { type: 'plain_text', text: 'Approve' },
        confirm: {
          title: { type: 'plain_text', text: 'Sure?' },
          text: { type: 'plain_text', text: 'It is paid at once.' },
          confirm: { type: 'plain_text', text: 'Yes, approve' },
          deny: { type: 'plain_text', text: 'No' },
        },
      },
    ],
  },
];

describe('a card', () => {
  test('appears without a reload, and changes where it stands', async () => {
    const { page, web } = await look();

    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
    await page.getByRole('heading', { name: 'Order pizza?' }).waitFor();
    await web.chat.update({ channel: 'C0PIZZA', ts, text: 'Approved' });
    await page.getByText('Approved').waitFor();

    expect(await page.getByRole('heading', { name: 'Order pizza?' }).count()).toBe(0);
  });

  test('sends a signed click once the dialog is confirmed, and none when it is denied', async () => {
    const { page, web, app } = await look();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: confirmed });

    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    expect(app.received).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog', { name: 'Sure?' }).getByRole('button', { name: 'Yes, approve' }).click();
    await eventually(() => app.received.length).toBe(1);

    expect(app.received[0]?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(payloadOf(app.received[0])).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ALICE' },
      actions: [{ action_id: 'approve' }],
    });
  });

  test('names people, channels and groups, in mrkdwn and in rich text', async () => {
    const { page, web } = await look({ options: { usergroups: [{ id: 'S0COOKS' }] } });
    const text = { type: 'mrkdwn' as const, text: 'of <@U0BOB> <#C0OPS> <!subteam^S0ONCALL> <!subteam^S0COOKS>' };
    const elements = [
      { type: 'text' as const, text: 'for ' },
      { type: 'user' as const, user_id: 'U0CAROL' },
      { type: 'usergroup' as const, usergroup_id: 'S0ONCALL' },
    ];

    await web.chat.postMessage({
      channel: 'C0PIZZA',
      text: 'x',
      blocks: [
        { type: 'section', text },
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
      ],
    });

    expect(await page.getByText('of @bob').textContent()).toBe('of @bob #ops @oncall @s0cooks');
    expect(await page.getByText('for @carol').textContent()).toBe('for @carol@oncall');
  });

  test('says when the app does not answer', async () => {
    const { page, web } = await look({ answer: () => ({ status: 500 }) });
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });

    await page.getByRole('button', { name: 'Approve' }).click();

    expect(await page.getByRole('alert').textContent()).toContain('http_error');
  });

  test('shows text of others as text', async () => {
    const { page, web } = await look();
    const hostile = '<img src=x onerror="document.title=1"> <script>document.title=2</script> <javascript:alert(1)|me>';

    await web.chat.postMessage({
      channel: 'C0PIZZA',
      text: 'x',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: hostile } },
        { type: 'header', text: { type: 'plain_text', text: hostile.slice(0, 150) } },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: hostile },
                { type: 'link', url: 'javascript:alert(1)', text: 'link' },
              ],
            },
          ],
        },
      ],
    });
    await page.getByText(hostile, { exact: true }).first().waitFor();

    expect(await page.locator('.blocks img, .blocks script, .blocks a').count()).toBe(0);
    expect(await page.title()).toBe('Slack simulator');
  });
});

describe('mentions and replies', () => {
  test('are drawn by name, say who was notified, and are in the channel if they were sent there too', async () => {
    const { page, web } = await look();
    const { ts = '' } = await web.chat.postMessage({
      channel: 'C0PIZZA',
      text: 'x',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '<@U0CAROL> <!subteam^S0ONCALL> <!subteam^S0EMPTY>' } },
      ],
    });
    await page.getByText('@oncall').waitFor();

    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'Still open', thread_ts: ts, reply_broadcast: true });
    await page.getByText('Still open').waitFor();

    expect(await page.locator('.mention').allTextContents()).toEqual(['@carol', '@oncall', '@empty']);
    expect(await page.locator('.mention.self').allTextContents()).toEqual(['@oncall']);
    expect(await page.locator('.notified').allTextContents()).toEqual(['Notified alice, bob, carol']);
    await page.getByRole('button', { name: 'a thread' }).click();
    expect(await page.getByRole('complementary', { name: 'Thread' }).textContent()).toContain('Still open');
  });
});

describe('a private reply', () => {
  test('is before its person, and before nobody else', async () => {
    const { page, web, open } = await look();
    const other = await open('U0BOB');

    await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0ALICE', text: 'You may not.' });
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'For all' });
    await page.getByText('You may not.').waitFor();
    await other.getByText('For all').waitFor();

    expect(await page.getByText('Only visible to you').count()).toBe(1);
    expect(await other.getByText('You may not.').count()).toBe(0);
  });
});

describe('a modal', () => {
  test('keeps what was typed, shows what is wrong with it, and closes when it is right', async () => {
    const answers: Answer[] = [
      {},
      { body: JSON.stringify({ response_action: 'errors', errors: { why: 'Too short' } }) },
      {},
    ];
    const { page, web, app } = await look({ answer: () => answers.shift() ?? {} });
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
    await page.getByRole('button', { name: 'Approve' }).click();
    await eventually(() => app.received.length).toBe(1);
    const { trigger_id } = payloadOf(app.received[0]);
    await web.views.open({ trigger_id, view: reasonModal() });
    const modal = page.getByRole('dialog', { name: 'Reject' });

    await modal.getByRole('button', { name: 'Reject' }).click();
    expect(await modal.getByRole('alert').textContent()).toContain('required');
    await modal.getByLabel('Why?').fill('no');
    await modal.getByRole('button', { name: 'Reject' }).click();
    await modal.getByText('Too short').waitFor();
    expect(await modal.getByLabel('Why?').inputValue()).toBe('no');
    await modal.getByRole('button', { name: 'Reject' }).click();
    await modal.waitFor({ state: 'detached' });

    expect(payloadOf(app.received.at(-1))).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { why: { reason: { type: 'plain_text_input', value: 'no' } } } } },
    });
  });
});

describe('a list with the same button beside each entry', () => {
  const entry = (name: string) => [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: name } },
    {
      type: 'actions' as const,
      elements: [
        {
          type: 'button' as const,
          action_id: 'open',
          value: name,
          text: { type: 'plain_text' as const, text: 'Open' },
          accessibility_label: `Open ${name}`,
        },
      ],
    },
  ];
  const title = (text: string) => ({ type: 'plain_text' as const, text });
  const list = { type: 'modal' as const, title: title('List'), blocks: ['one', 'two', 'three'].flatMap(entry) };

  /** Presses a button in a part of the page; the payload that the app got. */
  const pressIn = async (part: Locator, name: string, app: Awaited<ReturnType<typeof startApp>>) => {
    const before = app.received.length;
    await part.getByRole('button', { name }).click();
    await eventually(() => app.received.length).toBe(before + 1);
    return payloadOf(app.received[before]);
  };

  test('in a message and a modal, a click is on the entry that was pressed', async () => {
    const { page, web, app } = await look();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: list.blocks });

    const inMessage = await pressIn(page.getByRole('main'), 'Open two', app);
    await web.views.open({ trigger_id: inMessage.trigger_id, view: list });
    const inModal = await pressIn(page.getByRole('dialog', { name: 'List' }), 'Open three', app);

    expect([inMessage, inModal].map(({ actions }) => actions[0].value)).toEqual(['two', 'three']);
  });

  test('in the Home, too', async () => {
    const { page, web, app } = await look({ at: 'home' });
    await eventually(() => app.received.length).toBe(1);
    await web.views.publish({ user_id: 'U0ALICE', view: { type: 'home', blocks: list.blocks } });

    const payload = await pressIn(page.getByRole('main'), 'Open two', app);

    expect(payload.actions[0].value).toBe('two');
  });

  test('a view is pushed on it, changed there, and leads back to it', async () => {
    const { page, web, app } = await look();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: list.blocks });
    const first = await pressIn(page.getByRole('main'), 'Open one', app);
    await web.views.open({ trigger_id: first.trigger_id, view: list });

    const { trigger_id } = await pressIn(page.getByRole('dialog', { name: 'List' }), 'Open three', app);
    const pushed = await web.views.push({
      trigger_id,
      view: { ...list, title: title('Entry'), blocks: entry('three') },
    });
    await page.getByRole('dialog', { name: 'Entry' }).waitFor();
    const view = { ...list, title: title('Entry'), blocks: entry('opened') };
    await web.views.update({ view_id: pushed.view?.id ?? '', view });
    await page.getByRole('button', { name: 'Open opened' }).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();

    await page.getByRole('dialog', { name: 'List' }).getByRole('button', { name: 'Open three' }).waitFor();
  });
});

describe('the keyboard alone', () => {
  test('completes a command and sends it, and its answer is private', async () => {
    const { page, app } = await look({
      answer: () => ({ body: 'Nothing waits for you.' }),
      options: { commands: [{ command: '/approvals', description: 'Approvals', usageHint: 'list' }] },
    });

    await page.getByRole('combobox').focus();
    await page.keyboard.type('/app');
    await page.getByRole('option', { name: '/approvals' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('list');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing waits for you.').waitFor();

    expect(Object.fromEntries(new URLSearchParams(app.received[0]?.body))).toMatchObject({
      command: '/approvals',
      text: 'list',
      user_id: 'U0ALICE',
      channel_id: 'C0PIZZA',
    });
  });

  test('presses a button, leaves its dialog by Escape and is back on the button', async () => {
    const { page, web, app } = await look();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: confirmed });
    const approve = page.getByRole('button', { name: 'Approve' });
    await approve.focus();

    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await approve.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => app.received.length).toBe(1);
  });
});

describe('somebody else', () => {
  test('is one click away, and sees what they can see', async () => {
    const { page } = await look({ at: 'C0OPS' });

    await page.getByRole('button', { name: 'guest' }).click();
    await page.getByText('guest is not in this conversation').waitFor();

    expect(await page.getByRole('button', { name: 'ops' }).count()).toBe(0);
  });
});

describe('the Home of the app', () => {
  test('tells the app that it is looked at, and shows what the app draws', async () => {
    const { page, web, app } = await look({ at: 'home' });
    await eventually(() => app.received.length).toBe(1);
    expect(JSON.parse(app.received[0]?.body ?? '')).toMatchObject({
      event: { type: 'app_home_opened', user: 'U0ALICE', tab: 'home' },
    });

    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*2* wait for you' } }];
    await web.views.publish({ user_id: 'U0ALICE', view: { type: 'home', blocks } });

    await page.getByText('wait for you').waitFor();
  });
});

describe('what belongs to the simulator', () => {
  test('shows each request with its signature, and makes Slack fail', async () => {
    const { page, slack, web } = await look({ options: { rateLimits: false } });
    await slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/approvals', text: 'list' });
    await page.getByRole('button', { name: 'Simulator' }).click();
    const tools = page.getByRole('complementary', { name: 'Simulator' });

    await tools.getByText('slash_command').click();
    expect(await tools.getByText(/^v0=[0-9a-f]{64}$/).count()).toBe(1);
    await tools.getByRole('button', { name: 'Faults' }).click();
    await tools.getByLabel('Is down').check();
    await eventually(() => callFails(web)).toBe(true);
    await tools.getByLabel('Slack works').check();
    await eventually(() => callFails(web)).toBe(false);
  });

  test('has the program’s own buttons where it gives some, and says why one failed', async () => {
    let count = 0;
    const press = () => {
      count += 1;
      if (count > 1) throw new Error('nobody is there');
    };
    const buttons = [{ label: 'Send an alert', about: 'of Alertmanager', press }];
    const { slack } = await startSlack({ buttons });
    // not by `look`: a action that fails is an error in the console of the browser
    const page = await browser().newPage({ viewport: { width: 1000, height: 700 } });
    onTestFinished(() => page.close());
    page.setDefaultTimeout(patienceMs);
    await page.goto(slack.pageUrl);
    await page.getByRole('button', { name: 'Simulator' }).click();
    await page.getByRole('button', { name: 'Events' }).click();
    const button = page.getByRole('button', { name: 'Send an alert' });

    await button.click();
    await eventually(() => count).toBe(1);
    const fine = await page.getByRole('alert').count();
    await button.click();

    expect(fine).toBe(0);
    expect(await page.getByRole('alert').textContent()).toContain('nobody is there');
  });

  test('has no such place where the program gives none', async () => {
    const { page } = await look();

    await page.getByRole('button', { name: 'Simulator' }).click();
    await page.getByRole('button', { name: 'Clock' }).waitFor();

    expect(await page.getByRole('button', { name: 'Events' }).count()).toBe(0);
  });

  test('puts the clock forward to a date on a card, and tells whose clock follows', async () => {
    const jumps: number[] = [];
    const { page, web } = await look({ options: { onClockJump: (ms) => void jumps.push(ms) } });
    const soon = Math.floor(Date.now() / 1000) + 3600;
    const text = `Until <!date^${soon}^{date_num} {time}|later>`;
    await web.chat.postMessage({ channel: 'C0PIZZA', text });

    await page.getByRole('button', { name: 'Simulator' }).click();
    await page.getByRole('button', { name: 'Clock' }).click();
    await page.getByRole('button', { name: 'A date in this conversation' }).click();
    await page.getByText('Nothing is known to come.').waitFor();

    expect(jumps).toHaveLength(1);
    expect(Math.abs((jumps[0] ?? 0) - 3_600_000)).toBeLessThan(60_000);
  });
});

describe('a narrow window', () => {
  test.each([360, 768, 1600])('of %i pixels scrolls in no direction but down', async (width) => {
    const { page, web } = await look({ width });
    const word = 'x'.repeat(140);
    const blocks = [
      { type: 'header' as const, text: { type: 'plain_text' as const, text: word } },
      { type: 'section' as const, fields: [word, word].map((text) => ({ type: 'mrkdwn' as const, text })) },
      ...card,
    ];
    await web.chat.postMessage({ channel: 'C0PIZZA', text: word, blocks });
    await page.getByRole('heading', { name: 'Order pizza?' }).waitFor();

    const overflow = await page.evaluate(() =>
      [...document.querySelectorAll('html, .messages, .message')].map(
        (element) => element.scrollWidth - element.clientWidth,
      ),
    );
    expect(Math.max(...overflow)).toBe(0);
  });
});

/** Whether Slack fails a call now. */
async function callFails(web: ReturnType<typeof clientOf>): Promise<boolean> {
  return web.auth.test().then(
    () => false,
    () => true,
  );
}
