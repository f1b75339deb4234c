import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../lib/base64url';
import { LIMITS, type Scenario } from '../scenario/scenario';
import { DICTIONARY_1 } from './dictionary-1';
import { decodeLink, encodeLink } from './link';

const dictionary = strToU8(DICTIONARY_1);
const pack = (json: string | Uint8Array): string =>
  `1.${encodeBase64Url(deflateSync(typeof json === 'string' ? strToU8(json) : json, { dictionary }))}`;

const plain: Scenario = {
  version: 1,
  base: 'three-nodes-1',
  seed: 1,
  actions: [{ at: 1000, line: 'kubectl apply -f -', stdin: 'kind: Pod\n' }],
  text: 'kind: Pod\n',
  playhead: 2000,
};
const message = (link: string): string => {
  const parsed = decodeLink(link);
  return parsed.ok ? 'ok' : parsed.message;
};

describe('round trip', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const scenario: fc.Arbitrary<Scenario> = fc
    .record({
      version: fc.constant(1 as const),
      base: fc.string({ maxLength: 100 }),
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      text,
      actions: fc.array(
        fc.record(
          { at: fc.integer({ min: 0, max: LIMITS.time }), line: text, stdin: text },
          { requiredKeys: ['at', 'line'] },
        ),
        { maxLength: 6 },
      ),
      playhead: fc.integer({ min: 0, max: LIMITS.time }),
    })
    .map((s) => {
      const actions = s.actions.map((a) => ({ ...a })).toSorted((a, b) => a.at - b.at);
      return { ...s, actions, playhead: Math.max(s.playhead, actions.at(-1)?.at ?? 0) };
    });

  test('any scenario comes back as it was: every character, control characters and lone surrogates too', () => {
    fc.assert(
      fc.property(scenario, fc.boolean(), (s, applied) => {
        const last = s.actions.findLast((a) => a.stdin !== undefined)?.stdin;
        const sent = applied && last !== undefined ? { ...s, text: last } : s;
        expect(decodeLink(encodeLink(sent))).toEqual({ ok: true, scenario: sent });
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test.each(['<script>alert(1)</script>', '" onload="x', '\u0000\u001b[31m\u2028', '__proto__', '💥\ud800'])(
    'the text %j is text',
    (words) => {
      const sent = { ...plain, text: words, actions: [{ at: 0, line: words, stdin: words }] };
      expect(decodeLink(encodeLink(sent))).toEqual({ ok: true, scenario: sent });
    },
  );

  test('only characters that need no escaping in an address', () => {
    expect(encodeLink(plain)).toMatch(/^1\.[A-Za-z0-9_-]+$/);
  });

  test('a full scenario can be opened again', () => {
    const noise = (n: number): string =>
      Array.from({ length: n }, (_, i) =>
        String.fromCharCode(33 + ((i * 7919 + (i >> 3) * 104729) % 90)),
      ).join('');
    const actions = Array.from({ length: 6 }, (_, i) => ({
      at: i,
      line: 'x',
      stdin: noise(LIMITS.text - i),
    }));
    const sent = { ...plain, actions, text: noise(LIMITS.text), playhead: 100 };
    expect(decodeLink(encodeLink(sent))).toEqual({ ok: true, scenario: sent });
  });
});

describe('refused with a reason', () => {
  const good = encodeLink(plain);
  test.each([
    ['nothing', '', 'it is not in a format known here'],
    ['another format', `2.${good.slice(2)}`, 'it is not in a format known here'],
    ['something else', 'section-3', 'it is not in a format known here'],
    [
      'a foreign character',
      `${good.slice(0, 20)}%20${good.slice(20)}`,
      'it has characters that no link has; perhaps it was cut or changed on the way',
    ],
    ['cut', good.slice(0, -6), 'it is damaged; perhaps it was cut or changed on the way'],
    ['too long', `1.${'A'.repeat(5_000_000)}`, 'it is too long'],
    ['no JSON', pack('hello'), 'what it holds cannot be read; perhaps it was cut or changed on the way'],
    ['no scenario', pack('[]'), 'it does not hold a scenario'],
    ['nothing inside', pack(''), 'what it holds cannot be read; perhaps it was cut or changed on the way'],
    [
      'no text of that action',
      pack(JSON.stringify({ ...plain, text: 7 })),
      'its manifest text is missing or too long',
    ],
    [
      'no such action',
      pack(JSON.stringify({ ...plain, text: -1 })),
      'its manifest text is missing or too long',
    ],
    [
      'half an action',
      pack(JSON.stringify({ ...plain, text: 0.5 })),
      'its manifest text is missing or too long',
    ],
  ])('%s', (_, link, words) => {
    expect(message(link)).toBe(words);
  });

  test('deep nesting', () => {
    expect(message(pack(`${'['.repeat(1_000_000)}`))).not.toBe('ok');
  });

  test('a small link that unpacks to very much, quickly', () => {
    const bomb = pack(new Uint8Array(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect(message(bomb)).toBe('it unpacks to more than a scenario may hold');
  });

  test('names of the prototype reach nothing', () => {
    const hostile = `{"version":1,"base":"__proto__","seed":1,"actions":[{"at":0,"line":"constructor","__proto__":{"stdin":"x"}}],"text":"","playhead":0,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    const parsed = decodeLink(pack(hostile));
    expect(parsed).toEqual({
      ok: true,
      scenario: {
        ...plain,
        base: '__proto__',
        actions: [{ at: 0, line: 'constructor' }],
        text: '',
        playhead: 0,
      },
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(
      message(pack('{"__proto__":{"version":1,"base":"a","seed":1,"actions":[],"text":"","playhead":0}}')),
    ).toContain('version');
  });
});

describe('never throws', () => {
  const check = (link: string): void => {
    const parsed = decodeLink(link);
    if (!parsed.ok) expect(parsed.message).not.toBe('');
  };

  test('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (s) => (check(s), check(`1.${s}`))),
      { seed: 2 },
    );
  });

  test('for any bytes, and any JSON', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (b) => check(`1.${encodeBase64Url(b)}`)),
      {
        numRuns: 500,
        seed: 3,
      },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (b) => check(pack(b))),
      { seed: 4 },
    );
    fc.assert(
      fc.property(fc.json(), (json) => check(pack(json))),
      { seed: 5 },
    );
  });

  test('for any broken field of a scenario', () => {
    const keys = ['version', 'base', 'seed', 'actions', 'text', 'playhead'];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) =>
        check(pack(JSON.stringify({ ...plain, [key]: value }))),
      ),
      { numRuns: 300, seed: 6 },
    );
  });

  test('for any bit flipped, any part cut', () => {
    const good = encodeLink(plain);
    for (let i = 2; i < good.length; i++) {
      check(good.slice(0, i));
      check(`${good.slice(0, i)}${good[i] === 'A' ? 'B' : 'A'}${good.slice(i + 1)}`);
    }
  });
});
