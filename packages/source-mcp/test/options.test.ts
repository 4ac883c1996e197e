import { readFileSync } from 'node:fs';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createMcpServer } from '../src/index.js';
import { connect, createWorld, policy, title } from './world.js';

describe('createMcpServer refuses', () => {
  test.each<[string, object, RegExp]>([
    ['no tools', { tools: undefined }, /`tools` must hold at least one kind/],
    ['an empty list of tools', { tools: {} }, /`tools` must hold at least one kind/],
    ['what is no kind', { tools: { request_approval: {} } }, /`tools\.request_approval` must be a kind/],
    ['a name that MCP does not take', { tools: { 'request approval': {} } }, /"request approval".*no name of a tool/],
    ['the name of a tool that it has', { tools: { get_approval: {} } }, /a tool that the server has/],
    ['no requester', { requester: '' }, /`requester` must be a name/],
    ['a requester that is too long', { requester: 'a'.repeat(201) }, /1 to 200 characters/],
    ['a prompt that is no function', { permissionPrompt: {} }, /`permissionPrompt` must be a function/],
    ['a wait that is too long', { waitUpTo: '51s' }, /`waitUpTo` must be at most 50s/],
    ['an unknown option', { request: 'agent' }, /request.*requester/],
  ])('%s', async (_, changes, message) => {
    const { serverWith } = await createWorld();

    expect(() => serverWith(changes)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringMatching(message) }),
    );
  });

  test('what is no Approvals object', async () => {
    const { questions } = await createWorld();
    const create = () => createMcpServer(Object({}), { tools: { ask: questions }, requester: 'agent' });

    expect(create).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('Approvals object') }),
    );
  });

  test.each<[string, StandardSchemaV1, RegExp]>([
    ['a payload that is no object', z.string(), /the payload of its kind must be an object/],
    ['a payload with a key', z.object({ key: z.string() }), /a member `key`/],
    ['a schema that JSON Schema cannot say', z.object({ at: z.date() }), /cannot be written as JSON Schema/],
  ])('%s', async (_, schema, message) => {
    const { approvals, serverWith } = await createWorld();
    const kind = approvals.define('other', { ...policy, schema });

    expect(() => serverWith({ tools: { other: kind } })).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringMatching(message) }),
    );
  });
});

test('a kind without a schema takes any object', async () => {
  const world = await createWorld();
  const kind = world.approvals.define<{ what: string }>('plain', { ...policy, title: ({ what }) => what });
  const { client, call } = await connect(() => world.serverWith({ tools: { ask: kind }, waitUpTo: '0s' }));

  const { tools } = await client.listTools();
  const asked = await call('ask', { what: 'Anything?' });

  expect(tools[0]?.inputSchema).toMatchObject({ type: 'object', properties: { key: { type: 'string' } } });
  expect(asked.answer.status).toBe('pending');
  await world.expectCard({ text: 'Anything?' });
});

test('the server tells the version of its package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { serverWith } = await createWorld();
  const { client, call } = await connect(() => serverWith({ waitUpTo: '0s' }));

  expect(client.getServerVersion()).toEqual({ name: 'slack-approval', version });
  expect((await call('request_approval', { title })).isError).toBe(false);
});
