import { connect } from 'node:net';
import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { RawResponse, Receiver } from '@k8s-pizza/slack-approval/host';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startExpress } from './start-express.js';

const length = 500_000;

/** An app, and a client of it that has announced a body without a signature. */
async function unsigned(approvals: { readonly handleRaw: Receiver }) {
  const { url, close } = await startExpress('/slack')(approvals);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(async () => {
    socket.destroy();
    await close();
  });
  let answer = '';
  let isClosed = false;
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(`POST /slack HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n`);
  return { socket, answer: () => answer, isClosed: () => isClosed };
}

const realApprovals = () =>
  createApprovals({ store: memoryStore(), slack: { token: 'xoxb-test', signingSecret: 'a-signing-secret' } });

/** Approvals that refuse everything with this answer. */
function refusing(answer: RawResponse) {
  const handleRaw: Receiver = async () => ({ status: 200, headers: {}, body: 'read' });
  return { handleRaw: Object.assign(handleRaw, { refuseHead: () => answer }) };
}

test('a client without a signature has its answer before it sends its body, and its connection ends with that', async () => {
  const { socket, answer, isClosed } = await unsigned(realApprovals());

  await expect.poll(answer).toContain('\r\n\r\n');
  const isClosedEarlier = isClosed();
  socket.write('x'.repeat(length));
  await expect.poll(isClosed).toBe(true);

  expect(answer()).toMatch(/^HTTP\/1\.1 401 /);
  expect(answer().toLowerCase()).toContain('\r\nconnection: close\r\n');
  expect(answer().toLowerCase()).toContain('\r\ncontent-length: 0\r\n');
  expect(isClosedEarlier).toBe(false);
});

test('the answer is whole before the body has come, with its headers and its text', async () => {
  const { answer } = await unsigned(refusing({ status: 403, headers: { 'x-why': 'café' }, body: '{"error":"käse"}' }));

  await expect.poll(answer).toMatch(/\{"error":"käse"\}$/);

  expect(answer().toLowerCase()).toContain('\r\ncontent-length: 17\r\n');
  expect(answer().toLowerCase()).toContain('\r\nx-why: ');
});

test('a client that never sends the rest is cut off after two seconds', async () => {
  const { answer, isClosed } = await unsigned(realApprovals());
  // set before the request can have arrived
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const turns = async (isOver: () => boolean, most = 100_000) => {
    for (let turn = 0; turn < most && !isOver(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  await turns(() => answer().endsWith('\r\n\r\n'));

  vi.advanceTimersByTime(1_999);
  await turns(() => false, 100);
  const isClosedEarlier = isClosed();
  vi.advanceTimersByTime(1);
  await turns(isClosed);

  expect([isClosedEarlier, isClosed()]).toEqual([false, true]);
  expect(answer()).toMatch(/^HTTP\/1\.1 401 /);
});
