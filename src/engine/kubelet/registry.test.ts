import { describe, expect, test } from 'vitest';
import {
  fullImageName,
  hex64,
  imageBehaviour,
  imageId,
  pullDuration,
  pullError,
  referenceError,
  type PullProblem,
} from './registry';

describe('the simulated registry', () => {
  test.each([
    ['nginx', 'works'],
    ['nginx:1.27', 'works'],
    ['nginx:broken', 'broken'],
    ['nginx:1.28-broken', 'broken'],
    ['app:v2-crash', 'crash'],
    ['app:unready', 'unready'],
    ['app:Slow', 'slow'],
    ['app:slow-crash', 'crash'],
    ['crash/app:v1', 'works'],
    ['localhost:5000/broken', 'works'],
    [`app@sha256:${'0'.repeat(64)}`, 'works'],
    ['app:oom', 'oom'],
    ['app:oom2', 'oom'],
    ['app:1.2-once', 'once'],
    ['app:stubborn', 'stubborn'],
    ['app:nostart', 'nostart'],
    ['app:bloom', 'works'],
    ['app:concert', 'works'],
  ])('the tag decides: %s %s', (image, behaviour) => {
    expect(imageBehaviour(image)).toBe(behaviour);
  });

  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['fluent/fluent-bit:3', 'docker.io/fluent/fluent-bit:3'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['localhost/app:1', 'localhost/app:1'],
  ])('POD-6 the runtime names %s %s', (image, full) => {
    expect(fullImageName(image)).toBe(full);
  });

  test('POD-6 the image id is a digest of the repository', () => {
    expect(imageId('nginx:1.27')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    expect(imageId('nginx:1.27')).not.toBe(imageId('nginx:1.28'));
    expect(hex64('')).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[PullProblem, string, string]>([
    [
      'unknown',
      'nginx:broken',
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:broken": failed to resolve image: docker.io/library/nginx:broken: not found',
    ],
    [
      'refused',
      'nginx',
      'failed to pull and unpack image "docker.io/library/nginx:latest": failed to resolve image: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp ADDRESS:443: connect: connection refused',
    ],
    [
      'unreachable',
      'quay.io:5000/team/app:1',
      'failed to pull and unpack image "quay.io:5000/team/app:1": failed to resolve image: failed to do request: Head "https://quay.io:5000/v2/team/app/manifests/1": dial tcp ADDRESS:5000: i/o timeout',
    ],
  ])('POD-29 error of a pull: %s', (problem, image, text) => {
    expect(pullError(image, problem).replace(/192\.0\.2\.\d+/, 'ADDRESS')).toBe(text);
  });

  test('POD-30 pulls take 1 to 4 s, a slow one 45 s, a check of what is present less than a second', () => {
    for (const image of ['a:1', 'b:2', 'c:3', 'd:4']) {
      expect(pullDuration(image, false, 'worker-1')).toBeGreaterThanOrEqual(1000);
      expect(pullDuration(image, false, 'worker-1')).toBeLessThan(4000);
      expect(pullDuration(image, true, 'worker-1')).toBeLessThan(1000);
    }
    expect(pullDuration('app:slow', false, 'worker-1')).toBe(45_000);
    expect(pullDuration('app:slow', true, 'worker-1')).toBeLessThan(1000);
  });

  test.each([
    ['nginx:1.27', undefined],
    ['registry.example.com:5000/team/app_1.x:v1.0', undefined],
    [`nginx@sha256:${'a'.repeat(64)}`, undefined],
    ['nginx:', 'invalid reference format'],
    ['https://harbor.example.com/app:1', 'invalid reference format'],
    ['images:ubuntu/24.04', 'invalid reference format'],
    ['nginx:1:2', 'invalid reference format'],
    ['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
    ['quay.io/Team/app', 'invalid reference format: repository name (Team/app) must be lowercase'],
  ])('POD-7 InvalidImageName: %s', (image, error) => {
    expect(referenceError(image)).toBe(error);
  });
});
