import { describe, expect, test } from 'vitest';
import { scheduleProblem } from './cron-schedule';
import { timeZoneProblems } from './time-zone';

// What a v1.34 server answered.
const FAULTS: [string, string][] = [
  ['x', 'expected exactly 5 fields, found 1: [x]'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['* * * * * *', 'expected exactly 5 fields, found 6: [* * * * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* 24 * * *', 'end of range (24) above maximum (23): 24'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['* * * 13 *', 'end of range (13) above maximum (12): 13'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
  ['1.5 * * * *', 'failed to parse int from 1.5: strconv.Atoi: parsing "1.5": invalid syntax'],
  ['* * * * foo', 'failed to parse int from foo: strconv.Atoi: parsing "foo": invalid syntax'],
  [
    '99999999999999999999 * * * *',
    'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
  ],
  ['@foo', 'unrecognized descriptor: @foo'],
  ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
  ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
  ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
];
const GOOD = [
  '@every 1h30m',
  '@daily',
  '0 0 1 jan MON',
  '0 0 ? * MON-FRI',
  '1,2,3-5,*/7 * * * *',
  '5/15 * * * *',
  '0 0 31 2 *',
  '0 0 * * SUN-SAT',
];

describe('cron schedules', () => {
  test.each(FAULTS)('%j is refused', (schedule, problem) => {
    expect(scheduleProblem(schedule)).toBe(problem);
  });

  test.each(GOOD)('%j is accepted', (schedule) => {
    expect(scheduleProblem(schedule)).toBeUndefined();
  });
});

const EXPLICIT = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';

describe('time zones', () => {
  test.each(['UTC', 'Europe/Berlin', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])('%j', (name) => {
    expect(timeZoneProblems(name)).toEqual([]);
  });

  test.each(['Foo', 'PST', '../x', 'Foo/Bar', '-a', '/UTC'])('%j is unknown', (name) => {
    expect(timeZoneProblems(name)).toEqual([`unknown time zone ${name}`]);
  });

  test.each<[string, string[]]>([
    ['', ['timeZone must be nil or non-empty string']],
    ['Local', [EXPLICIT]],
    ['LOCAL', [EXPLICIT, 'unknown time zone LOCAL']],
  ])('%j', (name, problems) => {
    expect(timeZoneProblems(name)).toEqual(problems);
  });
});
