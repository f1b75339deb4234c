import { describe, expect, test } from 'vitest';
import { linesOf, nextLineAt, type Life } from './container-log';

const START = Date.UTC(2026, 0, 1, 12, 0, 3);
const life = (image: string, end?: Life['end']): Life => ({ image, startedAt: START, ...(end && { end }) });
const texts = (image: string, end?: Life['end']) =>
  linesOf(life(image, end), START + 60_000).map((l) => l.text);
const after = (seconds: number, code: number, reason?: string) => ({
  at: START + seconds * 1000,
  code,
  ...(reason !== undefined && { reason }),
});

describe('CLI-100 what containers print follows from their images', () => {
  test.each<[string, Life['end'], string[]]>([
    ['app:1', undefined, ['app:1 started']],
    ['app:1', after(5, 1), ['app:1 started', 'app:1 exited with code 1']],
    // POD-31: whoever is killed says nothing more.
    ['app:oom', after(5, 137, 'OOMKilled'), ['app:oom started']],
    ['app:nostart', after(0, 128, 'StartError'), []],
    ['docker.io/library/busybox:1.36', undefined, []],
    [
      'docker.io/library/nginx:1.27.0',
      undefined,
      [
        '/docker-entrypoint.sh: Configuration complete; ready for start up',
        '2026/01/01 12:00:03 [notice] 1#1: using the "epoll" event method',
        '2026/01/01 12:00:03 [notice] 1#1: nginx/1.27.0',
        '2026/01/01 12:00:03 [notice] 1#1: start worker processes',
      ],
    ],
    ['registry.k8s.io/pause:3.10', after(5, 0), ['Shutting down, got signal: Terminated']],
    ['registry.k8s.io/coredns/coredns:v1.12.1', undefined, ['.:53', 'CoreDNS-1.12.1']],
    [
      'fluent/fluentd:v1.18',
      after(5, 1),
      [
        '2026-01-01 12:00:03 +0000 [info]: parsing config file is succeeded path="/etc/fluent/fluent.conf"',
        '2026-01-01 12:00:03 +0000 [info]: starting fluentd-1.18 pid=7',
        '2026-01-01 12:00:04 +0000 [info]: #0 fluentd worker is now running worker=0',
        '2026-01-01 12:00:08 +0000 [error]: config error file="/etc/fluent/fluent.conf" error="no output plugin"',
      ],
    ],
  ])('%s %j', (image, end, lines) => {
    expect(texts(image, end)).toEqual(lines);
  });

  test('what goes on and on comes in time, and the oldest lines are dropped', () => {
    const all = linesOf(life('kindest/kindnetd:v1'), START + 60_500);
    expect(all.map((l) => (l.at - START) / 1000)).toEqual([0.2, 10, 20, 30, 40, 50, 60]);
    expect(all.at(-1)?.text).toBe('I0101 12:01:03.000000       1 main.go:301] handling current node');
    expect(
      linesOf(life('kindnetd:v1'), START + 60_500, START + 45_000).map((l) => (l.at - START) / 1000),
    ).toEqual([0.2, 50, 60]);
    expect(linesOf(life('kindnetd:v1'), START + 1e9)).toHaveLength(501);
  });

  test.each([
    ['kindnetd:v1', 0, 200],
    ['kindnetd:v1', 200, 10_000],
    ['kindnetd:v1', 25_000, 30_000],
    ['nginx:1', 10, 30],
    ['nginx:1', 40, undefined],
    ['app:1', 0, undefined],
  ])('%s prints next, %i ms after its start, at %s', (image, now, next) => {
    expect(nextLineAt(life(image), START + now)).toBe(next === undefined ? undefined : START + next);
  });
});
