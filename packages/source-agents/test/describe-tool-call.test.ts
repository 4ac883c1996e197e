import { expect, test } from 'vitest';
import { approvalGate, describeToolCall } from '../src/index.js';
import { createWorld } from './world.js';

test('shows the tool and its arguments', () => {
  expect(describeToolCall({ tool: 'Bash', input: { command: 'ls' } })).toEqual({
    title: 'Run Bash?',
    text: '{\n  "command": "ls"\n}',
  });
});

test('shows a tool without arguments', () => {
  expect(describeToolCall({ tool: 'now', input: undefined })).toEqual({ title: 'Run now?', text: 'no arguments' });
});

test.each(['"', '\\', '\u0001', '€', '💸', 'a'])(
  'fits a card, however many %j there are, and says what is missing',
  async (text) => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith({ tools: {}, otherTools: world.anything }));
    const call = { tool: text.repeat(400), input: { note: text.repeat(4_000) }, callId: 'call-1' };

    expect(await gate.isDecided([call])).toBe(false);

    expect(describeToolCall(call).text).toContain('Details shows all arguments');
    expect(describeToolCall(call).text).not.toContain('\uFFFD');
  },
);
