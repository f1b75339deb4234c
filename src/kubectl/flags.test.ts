import { describe, expect, test } from 'vitest';
import { globalFlags, parseDuration, parseFlags } from './flags';

const specs = [
  ...globalFlags,
  { name: 'output', short: 'o', type: 'string' },
  { name: 'all-namespaces', short: 'A', type: 'bool' },
  { name: 'grace-period', type: 'int', default: '-1' },
  { name: 'timeout', type: 'duration', default: '0s' },
  { name: 'cascade', type: 'string', bare: 'background', default: 'background' },
] as const;

describe('CLI-4 flags', () => {
  test.each([
    [['-n', 'a', 'po'], 'a', ['po']],
    [['-na', 'po'], 'a', ['po']],
    [['-n=a', 'po'], 'a', ['po']],
    [['po', '--namespace=a'], 'a', ['po']],
    [['--namespace', 'a', '--', '-x'], 'a', ['-x']],
  ])('%j', (words, namespace, args) => {
    const parsed = parseFlags(specs, words);
    expect(parsed.ok && [parsed.flags.text('namespace'), parsed.args]).toEqual([namespace, args]);
  });
  test('joined short flags', () => {
    const parsed = parseFlags(specs, ['-Aowide']);
    expect(parsed.ok && [parsed.flags.bool('all-namespaces'), parsed.flags.text('output')]).toEqual([
      true,
      'wide',
    ]);
  });
  test.each([
    [['--bogus'], 'unknown flag: --bogus'],
    [['-z'], "unknown shorthand flag: 'z' in -z"],
    [['-o'], "flag needs an argument: 'o' in -o"],
    [['--output'], 'flag needs an argument: --output'],
    [
      ['--grace-period=x'],
      'invalid argument "x" for "--grace-period" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [['--timeout=5'], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
  ])('%j', (words, message) => {
    expect(parseFlags(specs, words)).toEqual({ ok: false, message });
  });
  test('a flag with an optional value takes none from the next word', () => {
    const parsed = parseFlags(specs, ['--cascade', 'x']);
    expect(parsed.ok && [parsed.flags.text('cascade'), parsed.args]).toEqual(['background', ['x']]);
  });
  test.each([
    ['1m30s', 90_000],
    ['500ms', 500],
    ['0', 0],
    ['5', undefined],
  ])('duration %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
