import { createHmac } from 'node:crypto';
import { verifySlackRequest } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/world/thrown-by.js';
import { isSlackApprovalError } from '../../errors.js';
import type { SignedRequest } from './signature-fault.js';
import { verifySlackSignature } from './verify-signature.js';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const seconds = 1531420618;
const timestamp = String(seconds);
// published with its signature at docs.slack.dev/authentication/verifying-requests-from-slack
const publishedBody =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const publishedSignature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const body = new TextEncoder().encode(publishedBody);

function aRequest(changes: Partial<SignedRequest> = {}): SignedRequest {
  return { body, signature: publishedSignature, timestamp, secrets: [secret], nowMs: seconds * 1000, ...changes };
}

function outcomeOf(changes: Partial<SignedRequest> = {}): string {
  try {
    verifySlackSignature(aRequest(changes));
    return 'accepted';
  } catch (error) {
    return isSlackApprovalError(error) ? error.code : 'another error';
  }
}

function sign(bytes: Uint8Array, at: string, key = secret): string {
  return `v0=${createHmac('sha256', key).update(`v0:${at}:`).update(bytes).digest('hex')}`;
}

describe('the signature', () => {
  test('that Slack publishes is accepted', () => {
    expect(outcomeOf()).toBe('accepted');
  });

  test('covers bytes, whether they are text or not', () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x00, 0x80]);

    expect(outcomeOf({ body: bytes, signature: sign(bytes, timestamp) })).toBe('accepted');
  });

  test('covers a view into a larger buffer, and only that', () => {
    const large = new Uint8Array([1, 2, 3, 4, 5, 6]);
    const view = large.subarray(2, 4);

    expect(outcomeOf({ body: view, signature: sign(new Uint8Array([3, 4]), timestamp) })).toBe('accepted');
  });

  test.each([
    ['missing', undefined, 'signature_missing'],
    ['null', null, 'signature_missing'],
    ['empty', '', 'signature_missing'],
    ['an empty list', [], 'signature_missing'],
    ['given twice', [publishedSignature, publishedSignature], 'signature_malformed'],
    ['given twice and joined', `${publishedSignature}, ${publishedSignature}`, 'signature_malformed'],
    ['upper case', publishedSignature.toUpperCase(), 'signature_malformed'],
    ['upper case hex', `v0=${publishedSignature.slice(3).toUpperCase()}`, 'signature_malformed'],
    ['another version', publishedSignature.replace('v0', 'v1'), 'signature_malformed'],
    ['without its version', publishedSignature.slice(3), 'signature_malformed'],
    ['with more behind it', `${publishedSignature}=junk`, 'signature_malformed'],
    ['with a line feed behind it', `${publishedSignature}\n`, 'signature_malformed'],
    ['with a space before it', ` ${publishedSignature}`, 'signature_malformed'],
    ['of 63 digits', publishedSignature.slice(0, -1), 'signature_malformed'],
    ['of 65 digits', `${publishedSignature}0`, 'signature_malformed'],
    ['not hex', `v0=${'g'.repeat(64)}`, 'signature_malformed'],
    ['of 100,000 digits', `v0=${'0'.repeat(100_000)}`, 'signature_malformed'],
    ['all zeros', `v0=${'0'.repeat(64)}`, 'signature_mismatch'],
  ])('that is %s is refused', (_name, signature, code) => {
    expect(outcomeOf({ signature })).toBe(code);
  });

  test('in a list of one is accepted', () => {
    expect(outcomeOf({ signature: [publishedSignature], timestamp: [timestamp] })).toBe('accepted');
  });

  test('with any one of its 64 digits changed is refused', () => {
    for (let at = 3; at < publishedSignature.length; at++) {
      const digit = (Number.parseInt(publishedSignature.charAt(at), 16) + 1) % 16;
      const changed = publishedSignature.slice(0, at) + digit.toString(16) + publishedSignature.slice(at + 1);

      expect(outcomeOf({ signature: changed }), `digit ${at - 3}`).toBe('signature_mismatch');
    }
  });

  test('is accepted only if it is the exact one', () => {
    const hex = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), hex, fc.boolean(), (bytes, digits, isExact) => {
        const exact = sign(bytes, timestamp);
        const signature = isExact ? exact : `v0=${digits.join('')}`;

        expect(outcomeOf({ body: bytes, signature }) === 'accepted').toBe(signature === exact);
      }),
    );
  });

  test('does not match a body with one byte changed', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = Uint8Array.from(body, (byte, index) => (index === at ? byte ^ difference : byte));

        expect(outcomeOf({ body: changed })).toBe('signature_mismatch');
      }),
    );
  });
});

describe('the timestamp', () => {
  test.each([
    [-301, 'timestamp_out_of_range'],
    [-300, 'accepted'],
    [0, 'accepted'],
    [300, 'accepted'],
    [301, 'timestamp_out_of_range'],
    [86_400, 'timestamp_out_of_range'],
  ])('can be %i s ahead of this clock: %s', (offset, outcome) => {
    expect(outcomeOf({ nowMs: (seconds - offset) * 1000 })).toBe(outcome);
  });

  test('is compared in whole seconds', () => {
    expect(outcomeOf({ nowMs: (seconds + 300) * 1000 + 999 })).toBe('accepted');
    expect(outcomeOf({ nowMs: (seconds - 300) * 1000 + 999 })).toBe('accepted');
    expect(outcomeOf({ nowMs: (seconds - 300) * 1000 - 1 })).toBe('timestamp_out_of_range');
  });

  test('is checked against the given tolerance', () => {
    expect(outcomeOf({ nowMs: (seconds + 10) * 1000, toleranceSeconds: 10 })).toBe('accepted');
    expect(outcomeOf({ nowMs: (seconds + 11) * 1000, toleranceSeconds: 10 })).toBe('timestamp_out_of_range');
  });

  test('is out of range for a clock that is not a number', () => {
    expect(outcomeOf({ nowMs: Number.NaN })).toBe('timestamp_out_of_range');
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['given twice', [timestamp, timestamp]],
    ['given twice and joined', `${timestamp}, ${timestamp}`],
    ['negative', `-${timestamp}`],
    ['signed', `+${timestamp}`],
    ['a fraction', `${timestamp}.0`],
    ['in exponent form', '1e9'],
    ['hex', '0x5b47a80a'],
    ['with spaces', ` ${timestamp} `],
    ['with a line feed', `${timestamp}\n`],
    ['of 20 digits', '15314206180000000000'],
    ['not a number', 'NaN'],
    ['in other digits', '１５３１４２０６１８'],
  ])('that is %s is malformed, even when it is signed', (_name, given) => {
    const signature = sign(body, typeof given === 'string' ? given : timestamp);

    expect(outcomeOf({ timestamp: given, signature })).toBe('timestamp_malformed');
  });

  test('is signed as it was written', () => {
    const padded = `0${timestamp}`;

    expect(outcomeOf({ timestamp: padded, signature: sign(body, padded) })).toBe('accepted');
    expect(outcomeOf({ timestamp: padded, signature: sign(body, timestamp) })).toBe('signature_mismatch');
  });
});

describe('the secrets', () => {
  test('can be several, any of which can have signed', () => {
    expect(outcomeOf({ secrets: ['another', secret] })).toBe('accepted');
    expect(outcomeOf({ secrets: [secret, 'another'] })).toBe('accepted');
    expect(outcomeOf({ secrets: ['another', 'a third'] })).toBe('signature_mismatch');
  });

  test.each([
    ['none', []],
    ['an empty one', ['']],
    ['an empty one beside others', ['another', '']],
  ])('must not be %s, which anyone could sign with', (_name, secrets) => {
    expect(outcomeOf({ secrets, signature: sign(body, timestamp, '') })).toBe('missing_signing_secret');
  });

  test('and the body never appear in an error', () => {
    const codes = [{ signature: `v0=${'0'.repeat(64)}` }, { signature: 'x' }, { timestamp: 'x' }, { nowMs: 0 }];
    for (const changes of codes) {
      const { stack } = thrownBy(() => verifySlackSignature(aRequest(changes)));

      expect(stack).not.toMatch(/8f742231|xyzz0Wbap|hooks\.slack/);
    }
  });
});

describe('beside Bolt', () => {
  function boltAccepts(signature: string, at: string, nowMs: number): boolean {
    try {
      verifySlackRequest({
        signingSecret: secret,
        body: publishedBody,
        // Bolt's receivers hand it the header's text, whatever its type says
        headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': at as unknown as number },
        nowMilliseconds: nowMs,
      });
      return true;
    } catch (error) {
      return error instanceof Error ? false : expect.unreachable();
    }
  }

  const knownDifferences = [
    { name: 'a timestamp of tomorrow', at: String(seconds + 86_400), behind: '' },
    { name: 'something behind the signature', at: timestamp, behind: '=junk' },
    { name: 'a timestamp that is no whole number', at: `${timestamp}.0`, behind: '' },
    { name: 'a timestamp in exponent form', at: '1531420618e0', behind: '' },
  ];

  test.each(knownDifferences)('only Bolt accepts $name', ({ at, behind }) => {
    const signature = sign(body, at) + behind;

    expect(boltAccepts(signature, at, seconds * 1000)).toBe(true);
    expect(outcomeOf({ signature, timestamp: at })).not.toBe('accepted');
  });

  test('the result is the same for everything else', () => {
    const offsets = fc.oneof(fc.integer({ min: -302, max: -298 }), fc.integer({ min: -400, max: 300 }));
    const digit = fc.option(fc.tuple(fc.nat(63), fc.constantFrom(...'0123456789abcdef')));
    const prefix = fc.constantFrom('v0=', 'v0=', 'v0=', 'v1=', '', 'v0');
    fc.assert(
      fc.property(offsets, digit, prefix, fc.boolean(), (offset, change, start, isRightKey) => {
        const at = String(seconds + offset);
        const mac = sign(body, at, isRightKey ? secret : 'another').slice(3);
        const [place, other] = change ?? [0, mac.charAt(0)];
        const signature = start + mac.slice(0, place) + other + mac.slice(place + 1);

        expect(outcomeOf({ signature, timestamp: at }) === 'accepted').toBe(boltAccepts(signature, at, seconds * 1000));
      }),
      { numRuns: 500 },
    );
  });
});
