import { describe, expect, test } from 'vitest';
import { runAndClose } from '../../src/contract/run-and-close.js';

const withinMs = 60_000;
const broken = new Error('the store is broken');
const stuck = new Error('it does not close');

/** Closes that note in which order they come. */
function noting() {
  const closed: string[] = [];
  return { closed, close: (name: string) => async () => void closed.push(name) };
}

describe('what a test of a contract opened is closed, last opened first', () => {
  test('when the test passes', async () => {
    const { closed, close } = noting();

    await runAndClose(async (closeAfter) => {
      closeAfter(close('the server'));
      closeAfter(close('the host'));
    }, withinMs);

    expect(closed).toEqual(['the host', 'the server']);
  });

  test('when the test fails, which is what is told', async () => {
    const { closed, close } = noting();
    const run = runAndClose(async (closeAfter) => {
      closeAfter(close('the host'));
      throw broken;
    }, withinMs);

    await expect(run).rejects.toBe(broken);
    expect(closed).toEqual(['the host']);
  });

  test('when the test does not end', async () => {
    const { closed, close } = noting();
    const run = runAndClose(async (closeAfter) => {
      closeAfter(close('the host'));
      await new Promise(() => undefined);
    }, 1);

    await expect(run).rejects.toThrow('The test has not ended after 0.001 s.');
    expect(closed).toEqual(['the host']);
  });

  test('when another close fails, and both failures are told', async () => {
    const { closed, close } = noting();
    const run = runAndClose(async (closeAfter) => {
      closeAfter(close('the server'));
      closeAfter(() => Promise.reject(stuck));
      throw broken;
    }, withinMs);

    await expect(run).rejects.toMatchObject({ errors: [broken, stuck] });
    expect(closed).toEqual(['the server']);
  });
});

test('a close that fails fails the test', async () => {
  await expect(runAndClose(async (closeAfter) => closeAfter(() => Promise.reject(stuck)), withinMs)).rejects.toBe(
    stuck,
  );
});
