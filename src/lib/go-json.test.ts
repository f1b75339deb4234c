import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from './go-json';

/** The texts are those of Go's encoding/json. */
describe('text that is no JSON', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":[', 'unexpected end of JSON input'],
    ['{"a":"x', 'unexpected end of JSON input'],
    ['{"a":}', "invalid character '}' looking for beginning of value"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{,}', "invalid character ',' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['nul', "invalid character ' ' in literal null (expecting 'l')"],
    ['{"a":"\n"}', "invalid character '\\n' in string literal"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"a":"\\u12"}', `invalid character '"' in \\u hexadecimal character escape`],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"a":.5}', "invalid character '.' looking for beginning of value"],
    ['{"a":+1}', "invalid character '+' looking for beginning of value"],
    ['{"a":NaN}', "invalid character 'N' looking for beginning of value"],
    ['\0', "invalid character '\\x00' looking for beginning of value"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['{}}', "invalid character '}' after top-level value"],
    ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
  ])('%.20j', (text, problem) => {
    expect(scanJson(text)).toEqual({ problem, duplicates: [] });
  });

  test('is exactly what JSON.parse refuses', () => {
    const soup = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '\\',
        '1',
        '-',
        '0',
        '.5',
        'e3',
        'true',
        'nul',
        'l',
        ' ',
        'é',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          soup.map((parts) => parts.join('')),
          fc.json(),
          fc.string(),
        ),
        (text) => {
          let parses = true;
          try {
            JSON.parse(text);
          } catch {
            parses = false;
          }
          expect(scanJson(text).problem === undefined).toBe(parses);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['{"a":1,"a":2,"a":3}', ['a']],
  ['{"a":{"b":[0,{"c":1,"d":2,"c":3}]},"e":[[{"f":1,"f":1}]]}', ['a.b[1].c', 'e[0][0].f']],
  ['{"a":{"b":1},"c":{"b":1}}', []],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"__proto__":1,"__proto__":2}', ['__proto__']],
])('keys that come twice in %s', (text, duplicates) => {
  expect(scanJson(text)).toEqual({ duplicates });
});

test('no more than a hundred are named', () => {
  const text = `{${Array.from({ length: 150 }, (_, i) => `"k${i}":0,"k${i}":0`).join()}}`;
  expect(scanJson(text).duplicates).toHaveLength(100);
});
