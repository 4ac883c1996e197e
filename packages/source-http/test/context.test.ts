import { describe, expect, test } from 'vitest';
import { answerOf, createWorld, cronToken, question, request } from './world.js';

async function createAsked() {
  const world = await createWorld();
  const send = async (url: string, body: unknown, token?: string) =>
    answerOf(await world.receive(request({ url, body, ...(token === undefined ? {} : { token }) })));
  const { id, digest } = await send('/approvals', { ...question, context: ['Build 17 is green.'] });
  const replace = (body: unknown, token?: string) => send(`/approvals/${id}/context`, body, token);
  const shown = async () => {
    await world.settle();
    return JSON.stringify(world.slack.messages('C0PIZZA'));
  };
  return { ...world, id, digest, replace, shown };
}

describe('new context', () => {
  test('replaces the lines on the card, and nothing that people decide on', async () => {
    const { replace, shown, id, digest } = await createAsked();

    const replaced = await replace({ lines: ['Build 18 is green.', 'Build 17 was red.'] });

    expect(replaced).toMatchObject({ status: 'pending', id, digest });
    expect(await shown()).toContain('Build 18 is green.');
    expect(await shown()).not.toContain('Build 17 is green.');
  });

  test('may be empty', async () => {
    const { replace, shown } = await createAsked();

    expect(await replace({ lines: [] })).toMatchObject({ status: 'pending' });
    expect(await shown()).not.toContain('Build 17 is green.');
  });

  test('comes too late after a decision', async () => {
    const { replace, expectCard, approve } = await createAsked();
    await approve(await expectCard(), { as: 'U0ALICE' });

    expect(await replace({ lines: ['Build 18 is green.'] })).toMatchObject({ status: 409, code: 'not_pending' });
  });

  test('of another requester is refused as for an unknown id', async () => {
    const { replace, shown } = await createAsked();

    expect(await replace({ lines: ['Approve this, quickly.'] }, cronToken)).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(await shown()).not.toContain('quickly');
  });

  test('that no card can hold is refused without repeating it', async () => {
    const { replace } = await createAsked();

    const answer = await replace({ lines: Array(50).fill('hunter2 '.repeat(200)) });

    expect(answer).toMatchObject({ status: 422, code: 'content_too_large' });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  test.each([
    ['without lines', {}],
    ['that is no list', { lines: 'line' }],
    ['with too many lines', { lines: Array(51).fill('line') }],
    ['with a line that is too long', { lines: ['x'.repeat(2_001)] }],
    ['with a line that is no text', { lines: [{}] }],
    ['with half a character', { lines: ['a\ud83c'] }],
    ['with an unknown member', { lines: [], context: [] }],
  ])('%s is refused', async (_, body) => {
    const { replace, shown } = await createAsked();

    expect(await replace(body)).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await shown()).toContain('Build 17 is green.');
  });
});
