import { describe, expect, test } from 'vitest';
import { createManifest, type ManifestOptions } from '../../src/manifest/create-manifest.js';

const url = 'https://approvals.example.com';
const nothing: ManifestOptions = { url, command: null, namedOnly: true };

const optional = ['channels:read', 'groups:read'];

/** The scopes that the app cannot do without. */
function scopesOf(options: ManifestOptions): readonly string[] {
  const { bot, bot_optional } = createManifest(options).oauth_config.scopes;
  return bot.filter((scope) => !bot_optional.includes(scope));
}
const eventsOf = (options: ManifestOptions) => Object(createManifest(options).settings.event_subscriptions).bot_events;

describe('the fewest scopes', () => {
  test.each<[string, ManifestOptions, readonly string[]]>([
    ['people who are named, and no command', {}, []],
    ['a command', { command: '/approvals' }, ['commands']],
    ['a command of your own', { extraCommands: [{ command: '/pizza', description: 'Order' }] }, ['commands']],
    ['people who are not named', { namedOnly: false }, ['users:read']],
    ['user groups', { userGroups: true }, ['usergroups:read']],
    ['mentions', { mentions: true }, ['app_mentions:read']],
    ['direct messages', { messages: true }, ['im:history']],
    ['the Home tab', { home: true }, []],
    ['Socket Mode', { socketMode: true }, []],
  ])('%s', (_, options, scopes) => {
    expect(scopesOf({ ...nothing, ...options })).toEqual(['chat:write', ...scopes]);
  });

  test('by default: a command, and people who are not named', () => {
    expect(scopesOf({ url })).toEqual(['chat:write', 'commands', 'users:read']);
  });
});

describe('optional scopes', () => {
  test.each<ManifestOptions>([{}, { socketMode: true }, { ...nothing }])(
    'say that the app was invited into a channel, and stand among those that are asked for: %j',
    (options) => {
      const { bot, bot_optional } = createManifest({ url, ...options }).oauth_config.scopes;

      expect(bot_optional).toEqual(optional);
      expect(bot.slice(-2)).toEqual(optional);
      expect(new Set(bot).size).toBe(bot.length);
    },
  );
});

describe('events', () => {
  test.each<[ManifestOptions, readonly string[]]>([
    [{}, []],
    [{ home: true }, ['app_home_opened']],
    [{ mentions: true }, ['app_mention']],
    [{ messages: true }, ['message.im']],
    [{ home: true, mentions: true, messages: true }, ['app_home_opened', 'app_mention', 'message.im']],
  ])('for %j are subscribed to, and no others', (options, events) => {
    expect(eventsOf({ url, ...options })).toEqual(['member_joined_channel', ...events]);
  });
});

describe('addresses', () => {
  test('lie behind the URL, one for each door', () => {
    const { features, settings } = createManifest({ url: `${url}/api/`, home: true });

    expect(features.slash_commands).toMatchObject([{ command: '/approvals', url: `${url}/api/slack/commands` }]);
    expect(settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: `${url}/api/slack/actions` },
      event_subscriptions: { request_url: `${url}/api/slack/events` },
      socket_mode_enabled: false,
    });
  });

  test.each([' https://approvals.example.com ', 'https:\\\\approvals.example.com', 'HTTPS://approvals.example.com//'])(
    'are whole addresses where "%s" is forgiven',
    (given) => {
      const { settings } = createManifest({ url: given });

      expect(settings).toMatchObject({
        interactivity: { request_url: 'https://approvals.example.com/slack/actions' },
      });
    },
  );

  test('do not exist in Socket Mode', () => {
    const manifest = createManifest({ url, socketMode: true, home: true });
    expect(manifest.settings.event_subscriptions).toEqual({ bot_events: ['member_joined_channel', 'app_home_opened'] });

    expect(JSON.stringify(manifest)).not.toContain('example.com');
    expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
  });
});

describe('what Slack would refuse', () => {
  const withCommand = (command: string): ManifestOptions => ({ url, command });

  test.each<[string, ManifestOptions, RegExp]>([
    ['no address', {}, /--url/],
    ['plain http', { url: 'http://approvals.example.com' }, /https/],
    ['no address at all', { url: 'approvals' }, /cannot be parsed/],
    ['a password', { url: 'https://a:b@approvals.example.com' }, /password/],
    ['a key', { url: `${url}/?code=1` }, /before any \?/],
    ['an endless address', { url: `${url}/${'a'.repeat(3_000)}` }, /3000/],
    ['a long name', { url, name: 'x'.repeat(36) }, /35/],
    ['no name', { url, name: ' ' }, /name/],
    ['a command without slash', withCommand('approvals'), /slash/],
    ['a command with a space', withCommand('/my approvals'), /slash/],
    ['a command in capitals', withCommand('/Approvals'), /lowercase letters/],
    ['a long command', withCommand(`/${'a'.repeat(32)}`), /31/],
    ['a command twice', { url, extraCommands: [{ command: '/approvals', description: 'Again' }] }, /twice/],
    ['a command without description', { url, extraCommands: [{ command: '/pizza', description: '' }] }, /description/],
  ])('%s is said', (_, options, message) => {
    expect(() => createManifest(options)).toThrow(message);
  });

  test('all of it is said at once', () => {
    expect(() => createManifest({ url: 'http://a', name: '', command: 'b' })).toThrow(/https[\s\S]*name[\s\S]*slash/);
  });
});
