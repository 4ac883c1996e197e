import { expect, test } from 'vitest';
import { agentToken, answerOf, createWorld, cronToken, question, request } from './world.js';

async function createAsked() {
  const world = await createWorld();
  const { id } = answerOf(await world.receive(request({ body: question })));
  const read = async (url = `/approvals/${id}/link`, token?: string) =>
    answerOf(await world.receive(request({ method: 'GET', url, ...(token === undefined ? {} : { token }) })));
  return { ...world, read };
}

test('the address of a card is read once the card is posted', async () => {
  const { read, settle } = await createAsked();
  const before = await read();
  await settle();

  expect(before).toEqual({ status: 200, link: null });
  expect(await read()).toEqual({ status: 200, link: expect.stringMatching(/^https:.*\/archives\/C0PIZZA\/p\d+$/) });
});

test("another requester's card has no address", async () => {
  const { read, settle } = await createAsked();
  await settle();

  for (const token of [cronToken, agentToken])
    expect(await read(undefined, token)).toMatchObject({ status: 404, code: 'not_found' });
  expect(await read('/approvals/aaaaaaaaaaaaaaaaaaaaaaaaaa/link')).toMatchObject({ status: 404 });
});

test('it takes no query and no body', async () => {
  const { read, receive } = await createAsked();

  expect(await read('/approvals/a1/link?wait=1s')).toMatchObject({ status: 400 });
  expect(await receive(request({ url: '/approvals/a1/link', body: {} }))).toMatchObject({ status: 405 });
});
