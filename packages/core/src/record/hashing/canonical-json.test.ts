import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.js';

describe('the canonical text of a JSON value', () => {
  test('equals that of another implementation, even with names that are numbers or `__proto__`', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.nat({ max: 200 }).map(String),
      fc.constantFrom('', '__proto__', 'toString', '\ud83d\ude00', '\ufb33', 'é', 'e\u0301'),
    );
    const { value: json } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('list'), tie('object')),
      leaf: fc.oneof(
        fc.constantFrom(null, true, false, -0, 1e21, 1e-7, 5e-324, 2 ** 53, 0.1 + 0.2),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.string({ unit: 'binary' }),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
    }));

    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1_000 },
    );
  });

  test("is the one of RFC 8785's example", () => {
    const value: unknown = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );

    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('has its names in the order of UTF-16 units, not of code points, letters or numbers', () => {
    const names = ['\u20ac', '\r', '\ufb33', '10', '9', '\ud83d\ude00', '\u0080', '\u00f6'];

    expect(canonicalJson(Object.fromEntries(names.map((name) => [name, 0]))).match(/"[^"]*"/g)).toEqual(
      ['\r', '10', '9', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'].map((name) => JSON.stringify(name)),
    );
  });

  test('leaves out undefined in an object, and writes null for it in a list', () => {
    expect(canonicalJson({ b: undefined, a: [undefined, 1], c: undefined })).toBe('{"a":[null,1]}');
  });
});
