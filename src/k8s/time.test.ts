import { expect, test } from 'vitest';
import { parseRfc3339, rfc1123, rfc3339, rfc3339Micro } from './time';

test('API-3 rfc3339 cuts to whole seconds', () => {
  expect(rfc3339(Date.UTC(2026, 0, 1) + 999)).toBe('2026-01-01T00:00:00Z');
  expect(rfc3339(Date.UTC(2026, 11, 31, 23, 59, 59))).toBe('2026-12-31T23:59:59Z');
});

test('rfc3339Micro has six places', () => {
  expect(rfc3339Micro(Date.UTC(2026, 0, 1) + 7)).toBe('2026-01-01T00:00:00.007000Z');
});

test('parseRfc3339 reads what rfc3339 writes, and zones', () => {
  expect(parseRfc3339('2026-01-01T00:00:01Z')).toBe(Date.UTC(2026, 0, 1) + 1000);
  expect(parseRfc3339('2026-01-01T01:00:00+01:00')).toBe(Date.UTC(2026, 0, 1));
  expect(parseRfc3339('2025-12-31T22:30:00.123987-01:30')).toBe(Date.UTC(2026, 0, 1) + 123);
  expect(parseRfc3339('0001-01-01T00:00:00Z')).toBe(-62_135_596_800_000);
  expect(parseRfc3339('2024-02-29T23:59:59.5Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 500));
});

// Engines read most of these, each in its own way, and some in the time zone of the machine.
test.each([
  'yesterday',
  '2026-01-01T10:00',
  '2026-01-01T10:00:00',
  '2026-01-01T10:00Z',
  '2026-01-01T1:02:03Z',
  '2026-01-01T10:00:00 GMT',
  '2026-01-01T10:00:00z',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01T00:00:00.Z',
])('parseRfc3339 does not read %s', (text) => expect(parseRfc3339(text)).toBeNaN());

test('CLI-42 rfc1123', () => {
  expect(rfc1123(Date.UTC(2026, 10, 20, 6, 35, 1))).toBe('Fri, 20 Nov 2026 06:35:01 +0000');
});
