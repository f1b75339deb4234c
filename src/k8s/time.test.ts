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
  expect(parseRfc3339('yesterday')).toBeNaN();
});

test('CLI-42 rfc1123', () => {
  expect(rfc1123(Date.UTC(2026, 10, 20, 6, 35, 1))).toBe('Fri, 20 Nov 2026 06:35:01 +0000');
});
