import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSignature, parseSecret, sign } from '../../src/delivery/standard-webhooks.js';
import { newSecret, oldSecret, publishedSecret, vector } from './secrets.js';

const key = keyOf(publishedSecret);

function keyOf(secret: string): KeyObject {
  const parsed = parseSecret(secret);
  if (parsed === null) throw new Error('the test needs a sound secret');
  return parsed;
}

describe('the published vector', () => {
  test('is what we sign', () => {
    expect(sign([key], vector)).toBe(vector.signature);
  });

  test('is what we accept, as text and as bytes', () => {
    expect(checkSignature([key], vector, vector.signature)).toBe('matches');
    expect(checkSignature([key], { ...vector, body: Buffer.from(vector.body) }, vector.signature)).toBe('matches');
  });
});

describe('a secret', () => {
  test.each([
    ['with its prefix', publishedSecret, true],
    ['without its prefix', publishedSecret.slice('whsec_'.length), true],
    ['without padding', `whsec_${'A'.repeat(43)}`, true],
    ['of 24 bytes', `whsec_${Buffer.alloc(24, 1).toString('base64')}`, true],
    ['of 64 bytes', `whsec_${Buffer.alloc(64, 1).toString('base64')}`, true],
    ['of 23 bytes', `whsec_${Buffer.alloc(23, 1).toString('base64')}`, false],
    ['of 65 bytes', `whsec_${Buffer.alloc(65, 1).toString('base64')}`, false],
    ['of nothing', 'whsec_', false],
    ['of plain text', 'correct horse battery staple, twice over', false],
    ['with a line end', `${publishedSecret}\n`, false],
    ['in the alphabet of URLs', `whsec_${'-_'.repeat(16)}`, false],
    ['cut within a digit', `whsec_${'A'.repeat(41)}`, false],
  ])('%s', (_name, secret, isSound) => {
    expect(parseSecret(secret) !== null).toBe(isSound);
  });
});

describe('several keys', () => {
  const [old, fresh] = [keyOf(oldSecret), keyOf(newSecret)];

  test('sign side by side, and any one of them suffices to verify', () => {
    const both = sign([old, fresh], vector);

    expect(both.split(' ')).toEqual([sign([old], vector), sign([fresh], vector)]);
    expect(checkSignature([old], vector, both)).toBe('matches');
    expect(checkSignature([fresh], vector, both)).toBe('matches');
    expect(checkSignature([key], vector, both)).toBe('differs');
  });

  test('are all tried against one signature', () => {
    expect(checkSignature([old, fresh], vector, sign([fresh], vector))).toBe('matches');
  });
});

describe('the header of signatures', () => {
  test('may hold versions of a later date beside ours', () => {
    expect(checkSignature([key], vector, `v1a,${'A'.repeat(86)}== ${vector.signature}`)).toBe('matches');
  });

  test('proves nothing by a version of a later date alone', () => {
    expect(checkSignature([key], vector, vector.signature.replace('v1,', 'v2,'))).toBe('differs');
  });

  test.each([
    ['nothing', ''],
    ['no version', vector.signature.slice(3)],
    ['a comma between two', `${vector.signature}, ${vector.signature}`],
    ['two spaces', `${vector.signature}  ${vector.signature}`],
    ['junk behind it', `${vector.signature}=junk`],
    ['more than anybody rotates', Array.from({ length: 17 }, () => vector.signature).join(' ')],
  ])('is malformed with %s', (_name, header) => {
    expect(checkSignature([key], vector, header)).toBe('malformed');
  });

  test('matches only as it was made: no digit of it may change', () => {
    const digits = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
    const positions = fc.integer({ min: 3, max: vector.signature.length - 2 });

    fc.assert(
      fc.property(positions, fc.constantFrom(...digits), (at, digit) => {
        const changed = vector.signature.slice(0, at) + digit + vector.signature.slice(at + 1);

        fc.pre(changed !== vector.signature);
        expect(checkSignature([key], vector, changed)).toBe('differs');
      }),
      { numRuns: 2000 },
    );
  });

  test('covers every byte of the body, the id and the timestamp', () => {
    const content = fc.record({ id: fc.string(), timestamp: fc.string(), body: fc.uint8Array() });

    fc.assert(
      fc.property(content, content, (signed, presented) => {
        const isSame = `${signed.id}.${signed.timestamp}.` === `${presented.id}.${presented.timestamp}.`;
        const isSameBody = Buffer.compare(signed.body, presented.body) === 0;

        fc.pre(!(isSame && isSameBody));
        fc.pre(!/[.]/.test(signed.id + signed.timestamp + presented.id + presented.timestamp));
        expect(checkSignature([key], presented, sign([key], signed))).toBe('differs');
      }),
    );
  });
});
