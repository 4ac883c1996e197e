import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../../test/world/thrown-by.js';
import { isSlackApprovalError } from '../../../errors.js';
import { maxRequestBytes } from '../../../ports/raw-http.js';
import { type DecodedBody, decodeBody } from './decode-body.js';
import { isSslCheck } from './ssl-check.js';

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(text: string, contentType: string = formType): DecodedBody {
  return decodeBody(bytesOf(text), contentType);
}

function codeOf(body: Uint8Array | string, contentType: string | null | undefined = formType): string {
  try {
    decodeBody(typeof body === 'string' ? bytesOf(body) : body, contentType);
    return 'decoded';
  } catch (error) {
    return isSlackApprovalError(error) ? error.code : `not ours: ${error}`;
  }
}

describe('a form with a payload', () => {
  test('is the JSON in it', () => {
    expect(decode('payload=%7B%22type%22%3A%22block_actions%22%7D')).toEqual({
      type: 'payload',
      json: { type: 'block_actions' },
    });
  });

  test('may write spaces as + and hex in either case, and any Unicode', () => {
    const json = { text: 'a + b = 100 %, größer 🍕 \u0000 \u2028' };
    const form = encodeURIComponent(JSON.stringify(json)).replaceAll('%20', '+');

    expect(decode(`payload=${form}`)).toEqual({ type: 'payload', json });
    expect(decode(`payload=${form.replace(/%../g, (code) => code.toLowerCase())}`)).toEqual({ type: 'payload', json });
  });

  test('decodes as decodeURIComponent does, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (one, other) => {
        const form = `payload=${encodeURIComponent(JSON.stringify([one, other]))}`;

        expect(decode(form)).toEqual({ type: 'payload', json: [one, other] });
      }),
    );
  });

  test('is accepted and refused as decodeURIComponent does, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '%',
      '%2',
      '%22',
      '%C3',
      '%9F',
      '%F0',
      '%9F%8D%95',
      '%ED%A0%80',
      '%c0%80',
      'a',
      '+',
      'zz',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const value = `%22${parts.join('')}%22`;
        const byHand = (): unknown => JSON.parse(decodeURIComponent(value.replaceAll('+', ' ')));

        if (codeOf(`payload=${value}`) === 'decoded')
          expect(decode(`payload=${value}`)).toEqual({ type: 'payload', json: byHand() });
        else expect(byHand).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['payload=', 'an empty payload'],
    ['payload', 'no value'],
    ['payload=%7', 'half a percent code'],
    ['payload=%', 'a bare percent sign'],
    ['payload=%zz', 'a percent code that is no hex'],
    ['payload=%7B%22a%22%3A%22%FF%22%7D', 'bytes that are not UTF-8'],
    ['payload=%22%ED%A0%80%22', 'half of a surrogate pair in UTF-8'],
    ['payload=%EF%BB%BF%7B%7D', 'a byte order mark'],
    ['payload={', 'half a document'],
    ['payload={}&payload={}', 'two payloads'],
    ['payload={}&pay%6Coad={}', 'two payloads, one written differently'],
    ['a=1&payload={}&payload=', 'two payloads behind another field'],
    ['payload=undefined', 'no JSON'],
  ])('%j is malformed: %s', (form) => {
    expect(codeOf(form)).toBe('malformed_body');
  });

  test('of raw bytes that are not UTF-8 is malformed', () => {
    expect(codeOf(Uint8Array.from([...bytesOf('payload="'), 0xff, 0x22]))).toBe('malformed_body');
  });

  test('is found behind other fields, but not behind a hundred', () => {
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=`).join('&');

    expect(decode(`${fields(99)}&payload={}`)).toEqual({ type: 'payload', json: {} });
    expect(codeOf(`${fields(100)}&payload={}`)).toBe('malformed_body');
    expect(codeOf('&'.repeat(500_000))).toBe('malformed_body');
  });
});

describe('a form without a payload', () => {
  test('is decoded into its fields', () => {
    const decoded = decode('command=%2Fapprovals&text=why+a1%2B2&empty=&bare');

    expect(decoded).toEqual({
      type: 'form',
      fields: { command: '/approvals', text: 'why a1+2', empty: '', bare: '' },
    });
  });

  test('can have fields of any name', () => {
    const decoded = decode('__proto__=a&constructor=b&toString=c');

    if (decoded.type !== 'form') expect.unreachable();
    expect(Object.entries(decoded.fields)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect('a' in {}).toBe(false);
  });

  test.each(['user_id=U1&user_id=U2', 'user_id=U1&user%5Fid=U2', 'text=%C3', '%zz=1'])('%j is malformed', (form) => {
    expect(codeOf(form)).toBe('malformed_body');
  });
});

describe('a certificate probe', () => {
  test.each([
    'ssl_check=1&token=x',
    'token=x&ssl_check=1',
    'ssl%5Fcheck=1',
    'payload={}&ssl_check=1',
    'ssl_check=1&command=%2Fa',
  ])('%j is only that', (form) => {
    expect(decode(form)).toEqual({ type: 'ssl_check' });
  });

  test.each(['ssl_check=true', 'ssl_check=01', 'ssl_check=1+', 'ssl_check=', 'text=ssl_check%3D1', 'xssl_check=1'])(
    '%j is not one',
    (form) => {
      expect(decode(form).type).toBe('form');
      expect(isSslCheck(bytesOf(form), formType)).toBe(false);
    },
  );

  test('is recognised before its signature is checked', () => {
    expect(isSslCheck(bytesOf('token=x&ssl_check=1'), formType)).toBe(true);
    expect(isSslCheck(bytesOf('ssl_check=1'), `${formType}; charset=utf-8`)).toBe(true);
    expect(isSslCheck(bytesOf('ssl_check=1'), jsonType)).toBe(false);
    expect(isSslCheck(bytesOf('ssl_check=1'), undefined)).toBe(false);
    expect(isSslCheck(bytesOf(`ssl_check=1&payload=${'x'.repeat(2_000)}`), formType)).toBe(false);
  });
});

describe('JSON', () => {
  test('is read as it is', () => {
    expect(decode('{"type":"event_callback","text":"größer 🍕"}', jsonType)).toEqual({
      type: 'json',
      json: { type: 'event_callback', text: 'größer 🍕' },
    });
  });

  test('cannot change a prototype by __proto__', () => {
    const decoded = decode('{"__proto__":{"polluted":true}}', jsonType);

    expect(decoded.type).toBe('json');
    expect('polluted' in {}).toBe(false);
  });

  test.each(['{', '', '\ufeff{}', 'type=event_callback', '{"a":1}{}', 'NaN'])('%j is malformed', (text) => {
    expect(codeOf(text, jsonType)).toBe('malformed_body');
  });

  test('of bytes that are not UTF-8 is malformed', () => {
    expect(codeOf(Uint8Array.from([0x22, 0xc3, 0x22]), jsonType)).toBe('malformed_body');
    expect(codeOf(Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22]), jsonType)).toBe('malformed_body');
  });
});

describe('the content type', () => {
  test.each([
    [`${formType}; charset=utf-8`, 'form'],
    [`${formType};charset=UTF-8`, 'form'],
    ['Application/X-WWW-Form-URLencoded', 'form'],
    [` ${formType} `, 'form'],
  ])('%j is a form', (contentType, type) => {
    expect(decode('command=%2Fa', contentType).type).toBe(type);
  });

  test.each([`${jsonType}; charset=utf-8`, 'APPLICATION/JSON'])('%j is JSON', (contentType) => {
    expect(decode('{}', contentType).type).toBe('json');
  });

  test.each([
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/xml',
    'application/jsonp',
    `${jsonType}, ${jsonType}`,
    ';',
    'x',
  ])('%j is not supported', (contentType) => {
    expect(codeOf('{}', contentType)).toBe('unsupported_media_type');
    expect(codeOf('payload={}', contentType)).toBe('unsupported_media_type');
  });

  test.each([undefined, null, ''])('may be missing (%j): the first byte decides', (contentType) => {
    const typeOf = (text: string) => decodeBody(bytesOf(text), contentType).type;

    expect(typeOf('{}')).toBe('json');
    expect(typeOf('payload={}')).toBe('payload');
    expect(typeOf('command=%2Fa')).toBe('form');
  });
});

describe('the size', () => {
  test('may be 1 MiB and not a byte more', () => {
    const whole = `payload="${'x'.repeat(maxRequestBytes - 10)}"`;

    expect(whole.length).toBe(maxRequestBytes);
    expect(codeOf(whole)).toBe('decoded');
    expect(codeOf(`${whole}x`)).toBe('body_too_large');
  });

  test('bounds how deep JSON can be nested before anything reads it', () => {
    expect(codeOf(`payload=${'['.repeat(5_000_000)}`)).toBe('body_too_large');
  });

  test('must not be 0', () => {
    expect(codeOf('')).toBe('malformed_body');
    expect(codeOf('', jsonType)).toBe('malformed_body');
  });
});

describe('any bytes', () => {
  const contentTypes = fc.constantFrom(
    formType,
    jsonType,
    `${formType}; charset=utf-8`,
    'text/plain',
    undefined,
    null,
    '',
  );

  test('are decoded or refused with a code, and change nothing', () => {
    const start = fc.constantFrom('', 'payload=', 'payload=%7B', 'ssl_check=1&', '{"type":');
    const prototype = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), contentTypes, (text, bytes, contentType) => {
        const body = Uint8Array.from([...bytesOf(text), ...bytes]);
        const before = body.slice();

        expect(codeOf(body, contentType)).toMatch(/^(decoded|malformed_body|unsupported_media_type)$/);
        expect(isSslCheck(body, contentType)).toBeTypeOf('boolean');
        expect(Buffer.compare(body, before)).toBe(0);
      }),
      { numRuns: 1_000 },
    );
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototype);
  });

  test('never appear in an error', () => {
    for (const body of ['payload=xoxb-canary', 'payload={"a":xoxb-canary}', 'xoxb-canary=1&xoxb-canary=2']) {
      const { stack, cause } = thrownBy(() => decode(body));

      expect(`${stack} ${cause}`).not.toContain('xoxb-canary');
    }
  });
});
