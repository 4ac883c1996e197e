import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSlackApprovalError } from '../../errors.js';
import { parseInteraction, parsePayload } from './parse-interaction.js';

/** As Slack sends them, with more fields than are read. */
function aClick(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'block_actions',
    api_app_id: 'A0APP',
    token: 'verification-token',
    trigger_id: '111.222.abc',
    response_url: 'https://hooks.slack.com/actions/T0HOME/1/abc',
    team: { id: 'T0HOME', domain: 'pizza' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: 'T0HOME' },
    container: { type: 'message', message_ts: '1700000000.000100', channel_id: 'C0ORDERS', is_ephemeral: false },
    channel: { id: 'C0ORDERS', name: 'orders' },
    message: { ts: '1700000000.000100', bot_id: 'B0', text: 'Order pizza?', blocks: [] },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        action_id: 'approval:default:approve',
        block_id: 'b1',
        value: 'v1.x.y',
        action_ts: '1700000001.000200',
      },
    ],
    ...changes,
  };
}

function aSubmission(
  view: Record<string, unknown> = {},
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: 'view_submission',
    api_app_id: 'A0APP',
    trigger_id: '111.222.abc',
    team: { id: 'T0HOME' },
    user: { id: 'U0ALICE', name: 'alice', team_id: 'T0HOME' },
    view: {
      id: 'V0',
      callback_id: 'approval:default:reject_form',
      private_metadata: 'v1.x.y',
      hash: '1.abc',
      state: { values: { reason: { text: { type: 'plain_text_input', value: 'Too much cheese' } } } },
      ...view,
    },
    ...changes,
  };
}

const aCommand = {
  token: 'verification-token',
  team_id: 'T0HOME',
  team_domain: 'pizza',
  channel_id: 'C0ORDERS',
  channel_name: 'orders',
  user_id: 'U0ALICE',
  user_name: 'alice',
  command: '/approvals',
  text: 'show a234',
  response_url: 'https://hooks.slack.com/commands/T0HOME/1/abc',
  trigger_id: '111.222.abc',
  api_app_id: 'A0APP',
  is_enterprise_install: 'false',
};

function anEvent(event: Record<string, unknown>, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'event_callback',
    team_id: 'T0HOME',
    api_app_id: 'A0APP',
    event,
    event_id: 'Ev0',
    event_time: 1700000000,
    authorizations: [{ enterprise_id: null, team_id: 'T0HOME', user_id: 'U0BOT', is_bot: true }],
    ...changes,
  };
}

function codeOf(json: unknown): string {
  try {
    return parsePayload(json).type;
  } catch (error) {
    return isSlackApprovalError(error) ? error.code : `not ours: ${error}`;
  }
}

const alice = { userId: 'U0ALICE', teamId: 'T0HOME', enterpriseId: null };

describe('a click', () => {
  test('on a card is read into the fields that are used', () => {
    expect(parsePayload(aClick())).toEqual({
      type: 'block_action',
      appId: 'A0APP',
      teamId: 'T0HOME',
      enterpriseId: null,
      user: alice,
      channelId: 'C0ORDERS',
      messageTs: '1700000000.000100',
      isEphemeral: false,
      threadTs: null,
      viewId: null,
      isHome: false,
      viewMetadata: null,
      viewHash: null,
      viewState: undefined,
      actionId: 'approval:default:approve',
      blockId: 'b1',
      value: 'v1.x.y',
      actionTs: '1700000001.000200',
      triggerId: '111.222.abc',
      responseUrl: 'https://hooks.slack.com/actions/T0HOME/1/abc',
    });
  });

  test('on an ephemeral message comes without the message', () => {
    const {
      message: _,
      channel: __,
      ...rest
    } = aClick({
      container: { type: 'message', message_ts: '5.6', channel_id: 'C9', is_ephemeral: true, thread_ts: '1.2' },
    });

    expect(parsePayload(rest)).toMatchObject({
      channelId: 'C9',
      messageTs: '5.6',
      isEphemeral: true,
      threadTs: '1.2',
    });
  });

  test('can have null instead of absent fields', () => {
    const click = aClick({ trigger_id: null, response_url: null, view: null, enterprise: null });

    expect(parsePayload(click)).toMatchObject({ triggerId: null, responseUrl: null, viewId: null });
  });

  test('is not a command, whatever else it holds', () => {
    expect(codeOf(aClick({ command: '/approvals', user_id: 'U0ALICE' }))).toBe('block_action');
  });

  test('in the App Home has no channel, message or response_url', () => {
    const {
      message: _,
      channel: __,
      response_url: ___,
      ...rest
    } = aClick({
      container: { type: 'view', view_id: 'V0' },
      view: { id: 'V0', type: 'home' },
    });

    expect(parsePayload(rest)).toMatchObject({
      channelId: null,
      messageTs: null,
      viewId: 'V0',
      isHome: true,
      responseUrl: null,
    });
  });

  test.each([
    ['none', []],
    ['several', [{}, {}]],
  ])('with %s in actions is not supported', (_name, actions) => {
    expect(codeOf(aClick({ actions }))).toBe('unsupported');
  });

  test.each([
    ['actions', undefined],
    ['actions', {}],
    ['actions', ['x']],
    ['actions', [{ action_id: 'a' }]],
    ['actions', [{ action_ts: '1.2' }]],
    ['actions', [{ action_id: 'a', action_ts: 1.2 }]],
    ['actions', [{ action_id: 'a', action_ts: '1.2', value: 7 }]],
    ['user', undefined],
    ['user', null],
    ['user', 'U0ALICE'],
    ['user', {}],
    ['user', { id: 7 }],
    ['user', { id: '' }],
    ['user', ['U0ALICE']],
    ['team', 'T0HOME'],
    ['container', []],
    ['container', { channel_id: 7 }],
    ['response_url', {}],
    ['trigger_id', 7],
    ['api_app_id', 7],
    ['view', 'V0'],
  ])('with %s = %j is malformed', (field, value) => {
    expect(codeOf(aClick({ [field]: value }))).toBe('malformed_body');
  });
});

describe('the home of a person', () => {
  test.each([
    ['in the app’s workspace', { team_id: 'T0HOME' }, { teamId: 'T0HOME', enterpriseId: 'E0ORG' }],
    [
      'in another workspace, of whichever organisation',
      { team_id: 'T0OTHER' },
      { teamId: 'T0OTHER', enterpriseId: null },
    ],
    ['in an organisation', { team_id: 'E0ORG' }, { teamId: 'E0ORG', enterpriseId: 'E0ORG' }],
    ['in another organisation', { team_id: 'E0ELSE' }, { teamId: 'E0ELSE', enterpriseId: 'E0ELSE' }],
    ['nowhere that is said', {}, { teamId: null, enterpriseId: null }],
  ])('%s', (_name, home, person) => {
    const click = aClick({
      team: { id: 'T0HOME', enterprise_id: 'E0ORG' },
      enterprise: { id: 'E0ORG', name: 'Org' },
      user: { id: 'U0BOB', ...home },
    });

    expect(parsePayload(click)).toMatchObject({ user: { userId: 'U0BOB', ...person } });
  });
});

describe('the installation', () => {
  test('has no team if it is for a whole organisation', () => {
    const click = aClick({ team: null, enterprise: { id: 'E0ORG' }, is_enterprise_install: true });

    expect(parsePayload(click)).toMatchObject({
      teamId: null,
      enterpriseId: 'E0ORG',
      user: { teamId: 'T0HOME', enterpriseId: null },
    });
  });

  test('takes the organisation from the team if only that names it', () => {
    const click = aClick({ team: { id: 'T0HOME', enterprise_id: 'E0ORG' }, enterprise: undefined });

    expect(parsePayload(click)).toMatchObject({ teamId: 'T0HOME', enterpriseId: 'E0ORG' });
  });

  test('is the app’s team in a modal that was opened elsewhere', () => {
    const submission = aSubmission({ app_installed_team_id: 'T0HOME' }, { team: { id: 'T0OTHER' } });

    expect(parsePayload(submission)).toMatchObject({ teamId: 'T0HOME' });
    expect(parsePayload(aSubmission({ app_installed_team_id: 'T0HOME' }, { team: null }))).toMatchObject({
      teamId: 'T0HOME',
    });
  });

  test('can be unknown', () => {
    const { api_app_id: _, team: __, ...rest } = aClick();

    expect(parsePayload(rest)).toMatchObject({ appId: null, teamId: null, enterpriseId: null });
  });
});

describe('a submitted modal', () => {
  test('is read into the fields that are used', () => {
    expect(parsePayload(aSubmission())).toEqual({
      type: 'view_submission',
      appId: 'A0APP',
      teamId: 'T0HOME',
      enterpriseId: null,
      user: alice,
      viewId: 'V0',
      callbackId: 'approval:default:reject_form',
      privateMetadata: 'v1.x.y',
      hash: '1.abc',
      values: { reason: 'Too much cheese' },
      triggerId: '111.222.abc',
    });
  });

  test('gives texts and chosen options, and leaves out what is empty or not a text', () => {
    const values = {
      text: { a: { type: 'plain_text_input', value: 'x' } },
      blank: { a: { type: 'plain_text_input', value: '' } },
      empty: { a: { type: 'plain_text_input', value: null } },
      choice: { a: { type: 'static_select', selected_option: { text: {}, value: 'large' } } },
      unchosen: { a: { type: 'static_select', selected_option: null } },
      somebodyElses: { a: { type: 'checkboxes', selected_options: [] }, b: { type: 'datepicker' } },
      none: {},
    };

    const parsed = parsePayload(aSubmission({ state: { values } }));

    expect(parsed).toMatchObject({ values: { text: 'x', blank: '', choice: 'large' } });
    expect(parsed.type === 'view_submission' && Object.keys(parsed.values)).toEqual(['text', 'blank', 'choice']);
  });

  test('may have no state', () => {
    expect(parsePayload(aSubmission({ state: undefined }))).toMatchObject({ values: {} });
  });

  test('has no lone surrogates, for which canonical JSON has no form', () => {
    const values = { reason: { a: { value: 'a\ud83cb\udf55c 🍕' } } };

    expect(parsePayload(aSubmission({ state: { values } }))).toMatchObject({
      values: { reason: 'a\ufffdb\ufffdc 🍕' },
    });
  });

  test('cannot change a prototype by a block named __proto__', () => {
    const values = JSON.parse('{"__proto__":{"a":{"value":"x"}}}');

    const parsed = parsePayload(aSubmission({ state: { values } }));

    expect(parsed.type === 'view_submission' && Object.entries(parsed.values)).toEqual([['__proto__', 'x']]);
  });

  test('has at most as many blocks as Slack allows', () => {
    const blocks = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`b${index}`, { a: { value: 'x' } }]));

    expect(codeOf(aSubmission({ state: { values: blocks(100) } }))).toBe('view_submission');
    expect(codeOf(aSubmission({ state: { values: blocks(101) } }))).toBe('malformed_body');
  });

  test.each([
    ['view', undefined],
    ['view', []],
    ['view', {}],
    ['view', { id: 7 }],
    ['view', { id: 'V0', state: 'x' }],
    ['view', { id: 'V0', state: { values: [] } }],
    ['view', { id: 'V0', state: { values: { a: 'x' } } }],
    ['view', { id: 'V0', state: { values: { a: { b: 'x' } } } }],
    ['view', { id: 'V0', private_metadata: {} }],
    ['user', undefined],
  ])('with %s = %j is malformed', (field, value) => {
    expect(codeOf(aSubmission({}, { [field]: value }))).toBe('malformed_body');
  });
});

test('a closed modal tells whether all of its views were closed', () => {
  const closed = { ...aSubmission(), type: 'view_closed', is_cleared: true };

  expect(parsePayload(closed)).toEqual({
    type: 'view_closed',
    appId: 'A0APP',
    teamId: 'T0HOME',
    enterpriseId: null,
    user: alice,
    viewId: 'V0',
    callbackId: 'approval:default:reject_form',
    isCleared: true,
  });
});

describe('a slash command', () => {
  const read = {
    type: 'slash_command',
    appId: 'A0APP',
    teamId: 'T0HOME',
    enterpriseId: null,
    user: alice,
    channelId: 'C0ORDERS',
    command: '/approvals',
    text: 'show a234',
    triggerId: '111.222.abc',
    responseUrl: 'https://hooks.slack.com/commands/T0HOME/1/abc',
  };

  test('is read from a form, and from the plain object that Bolt makes of it', () => {
    expect(parseInteraction({ type: 'form', fields: aCommand })).toEqual(read);
    expect(parsePayload(aCommand)).toEqual(read);
  });

  test('may have no text', () => {
    expect(parsePayload({ ...aCommand, text: '' })).toMatchObject({ text: '' });
  });

  test('in an organisation names it', () => {
    expect(parsePayload({ ...aCommand, enterprise_id: 'E0ORG' })).toMatchObject({
      enterpriseId: 'E0ORG',
      user: { teamId: 'T0HOME', enterpriseId: 'E0ORG' },
    });
  });

  test.each([
    { command: '/approvals' },
    { command: '' },
    { command: '/approvals', user_id: '' },
    { command: '/approvals', user_id: 7 },
  ])('%j is malformed', (fields) => {
    expect(codeOf(fields)).toBe('malformed_body');
  });

  test('is not read from a form without a command', () => {
    expect(parseInteraction({ type: 'form', fields: { user_id: 'U0ALICE' } }).type).toBe('unsupported');
  });

  test('in a form is a command, whatever type the form claims', () => {
    const fields = { ...aCommand, type: 'block_actions' };

    expect(parseInteraction({ type: 'form', fields }).type).toBe('slash_command');
  });
});

describe('an event', () => {
  test('is read into the fields that are used', () => {
    const event = { type: 'app_home_opened', user: 'U0ALICE', channel: 'D0', tab: 'home', event_ts: '1.2' };

    expect(parseInteraction({ type: 'json', json: anEvent(event) })).toEqual({
      type: 'event',
      appId: 'A0APP',
      teamId: 'T0HOME',
      enterpriseId: null,
      eventId: 'Ev0',
      eventType: 'app_home_opened',
      user: { userId: 'U0ALICE', teamId: null, enterpriseId: null },
      channelId: 'D0',
      tab: 'home',
      viewMetadata: null,
      text: null,
    });
  });

  test('in a shared channel belongs to the team the app is installed in', () => {
    const event = { type: 'app_mention', user: 'U0BOB', user_team: 'T0OTHER', text: 'help' };

    expect(parsePayload(anEvent(event, { team_id: 'T0OTHER' }))).toMatchObject({ teamId: 'T0HOME' });
    expect(parsePayload(anEvent(event, { team_id: 'T0OTHER', context_team_id: 'T0CONTEXT' }))).toMatchObject({
      teamId: 'T0CONTEXT',
      user: { userId: 'U0BOB', teamId: 'T0OTHER' },
      text: 'help',
    });
  });

  test('can have fields of other types', () => {
    const event = { type: 'user_change', user: { id: 'U0ALICE' }, channel: { id: 'C1' }, text: 7 };

    expect(parsePayload(anEvent(event))).toMatchObject({ user: null, channelId: null, text: null });
  });

  test.each([
    anEvent({}),
    anEvent({ type: 7 }),
    anEvent({ type: 'app_mention' }, { event_id: undefined }),
    anEvent({ type: 'app_mention' }, { event: 'x' }),
  ])('%# is malformed', (envelope) => {
    expect(codeOf(envelope)).toBe('malformed_body');
  });
});

describe('the event that someone joined a channel', () => {
  const joined = {
    type: 'member_joined_channel',
    user: 'U0BOT',
    channel: 'C0OPS',
    channel_type: 'C',
    inviter: 'U0ALICE',
  };
  const bot = { team_id: 'T0HOME', enterprise_id: null, user_id: 'U0BOT', is_bot: true };
  const person = { ...bot, user_id: 'U0ALICE', is_bot: false };

  test.each([[[bot]], [[person, bot]]])('is about the app where its own bot joined: %j', (authorizations) => {
    expect(parsePayload(anEvent(joined, { authorizations }))).toEqual({
      type: 'app_joined_channel',
      appId: 'A0APP',
      teamId: 'T0HOME',
      enterpriseId: null,
      eventId: 'Ev0',
      channelId: 'C0OPS',
    });
  });

  test.each<[string, object, unknown]>([
    ['another member', { user: 'U0CAROL' }, [bot]],
    ['another bot', { user: 'U0ROBOT' }, [bot]],
    ['the person who installed the app', { user: 'U0ALICE' }, [person, bot]],
    ['an id that is no bot here', {}, [{ ...bot, is_bot: 'true' }]],
    ['nobody', { user: undefined }, [{ ...bot, user_id: undefined }]],
    ['a record in place of an id', { user: { id: 'U0BOT' } }, [bot]],
    ['the bot, without a channel', { channel: undefined }, [bot]],
    ['the bot, in a channel of another shape', { channel: { id: 'C0OPS' } }, [bot]],
    ['the bot, without authorizations', {}, undefined],
    ['the bot, with authorizations of another shape', {}, 'U0BOT'],
    ['the bot, with an entry of another shape', {}, [null, 'U0BOT']],
  ])('stays an event like any other for %s', (_, changes, authorizations) => {
    expect(parsePayload(anEvent({ ...joined, ...changes }, { authorizations }))).toMatchObject({
      type: 'event',
      eventType: 'member_joined_channel',
    });
  });

  test('is any other event if the bot leaves', () => {
    const left = { ...joined, type: 'member_left_channel' };

    expect(parsePayload(anEvent(left, { authorizations: [bot] }))).toMatchObject({ type: 'event' });
  });

  test('is malformed without an id', () => {
    expect(codeOf(anEvent(joined, { authorizations: [bot], event_id: undefined }))).toBe('malformed_body');
  });
});

describe('what Slack sends to verify a URL', () => {
  test('is answered with its challenge, if that is not too long', () => {
    const challenge = (text: unknown) => ({ type: 'url_verification', token: 't', challenge: text });

    expect(parsePayload(challenge('3eZbrw1aB'))).toEqual({ type: 'url_verification', challenge: '3eZbrw1aB' });
    expect(codeOf(challenge('x'.repeat(1_000)))).toBe('url_verification');
    expect(codeOf(challenge('x'.repeat(1_001)))).toBe('malformed_body');
    expect(codeOf(challenge(undefined))).toBe('malformed_body');
    expect(codeOf(challenge({}))).toBe('malformed_body');
  });

  test('is only a probe', () => {
    expect(parseInteraction({ type: 'ssl_check' })).toEqual({ type: 'ssl_check' });
  });
});

describe('other types', () => {
  test.each(['shortcut', 'message_action', 'block_suggestion', 'app_rate_limited', 'interactive_message'])(
    '%s is not supported',
    (type) => {
      expect(parsePayload({ type })).toEqual({ type: 'unsupported', what: type });
    },
  );

  test.each(['a\nb', '\u001b[31m', 'x'.repeat(100_000), 'toString '])('%# is not repeated', (type) => {
    expect(parsePayload({ type })).toEqual({ type: 'unsupported', what: 'unknown type' });
  });

  test.each([null, undefined, 7, 'x', true, [], [{}], {}, { type: '' }, { type: 7 }, { type: null }])(
    '%j is malformed',
    (json) => {
      expect(codeOf(json)).toBe('malformed_body');
    },
  );
});

describe('any JSON', () => {
  const outcome =
    /^(malformed_body|unsupported|block_action|view_submission|view_closed|slash_command|event|url_verification)$/;
  const junk = fc.jsonValue({ maxDepth: 3 });
  const keys = fc.constantFrom(
    ...['type', 'user', 'team', 'enterprise', 'container', 'channel', 'message', 'view', 'actions', 'event', 'state'],
    ...[
      'api_app_id',
      'trigger_id',
      'response_url',
      'event_id',
      'authorizations',
      'challenge',
      'command',
      'user_id',
      'text',
    ],
    ...['__proto__', 'constructor', 'prototype', 'toString'],
  );

  test('is read or refused with a code', () => {
    fc.assert(
      fc.property(junk, (json) => {
        expect(codeOf(json)).toMatch(outcome);
      }),
      { numRuns: 500 },
    );
  });

  test('is read, or refused with a code, if one field of a real payload has another type', () => {
    const real = fc.constantFrom(
      aClick(),
      aSubmission(),
      { ...aSubmission(), type: 'view_closed' },
      { ...aCommand },
      anEvent({ type: 'x' }),
    );
    const names = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    fc.assert(
      fc.property(real, keys, junk, (payload, key, value) => {
        const text = `${JSON.stringify(payload).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(value)}}`;

        expect(codeOf(JSON.parse(text))).toMatch(outcome);
      }),
      { numRuns: 2_000 },
    );
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(names);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test('is kept only as texts, however deeply it is nested', () => {
    const inside = fc.constantFrom('user', 'team', 'container', 'view', 'state', 'message');
    fc.assert(
      fc.property(inside, fc.string(), junk, (key, name, value) => {
        const payload = aClick();
        const parsed = parsePayload({
          ...payload,
          [key]: { ...Object(payload[key]), [`x${name}`]: { canary: value } },
        });

        expect(JSON.stringify(parsed)).toBe(JSON.stringify(parsePayload(payload)));
      }),
    );
  });

  // JSON.parse takes any depth; what overflows are walkers of what it returns, and there are none here.
  // half a million is what fits into the largest body
  test.each([5_000, 100_000, 500_000])('may be nested %i deep', (depth) => {
    const deep: unknown = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

    expect(codeOf(deep)).toBe('malformed_body');
    for (const field of ['user', 'team', 'view', 'container', 'actions', 'type']) {
      expect(codeOf(aClick({ [field]: deep })), field).toMatch(/^(malformed_body|unsupported)$/);
    }
    expect(parsePayload(aClick({ message: { blocks: deep }, state: deep, functions: deep }))).toEqual(
      parsePayload(aClick()),
    );
    expect(codeOf(aSubmission({ state: { values: { a: { b: { value: deep } } } } }))).toBe('view_submission');
    expect(codeOf(anEvent({ type: 'x', text: deep, user: deep }))).toBe('event');
  });

  test('can have a million elements', () => {
    const many = Array.from({ length: 1_000_000 }, () => ({}));

    expect(codeOf(aClick({ actions: many }))).toBe('unsupported');
    expect(codeOf(anEvent({ type: 'x' }, { authorizations: many }))).toBe('event');
  });
});
