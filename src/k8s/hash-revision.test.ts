import { expect, test } from 'vitest';
import { hashRevision } from './hash';

/** As a real server writes the template of a StatefulSet. */
function data(image: string, more: object = {}): object {
  return {
    spec: {
      template: {
        $patch: 'replace',
        metadata: { annotations: { x: 'y' }, labels: { app: 'web' } },
        spec: {
          volumes: [{ name: 'tmp', emptyDir: {} }],
          containers: [
            {
              name: 'c',
              image,
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
              imagePullPolicy: 'IfNotPresent',
              ...more,
            },
          ],
          restartPolicy: 'Always',
          terminationGracePeriodSeconds: 2,
          dnsPolicy: 'ClusterFirst',
          securityContext: {},
          schedulerName: 'default-scheduler',
        },
      },
    },
  };
}

test.each([
  ['nginx:1', '6d9687d974'],
  ['nginx:2', 'db6dbc447'],
])('WL-18 the revision of a StatefulSet with image %s is called %s in a real cluster too', (image, hash) => {
  expect(hashRevision(data(image), 0)).toBe(hash);
});

test('WL-18 another collision count gives another name', () => {
  expect(hashRevision(data('nginx:1'), 1)).not.toBe(hashRevision(data('nginx:1'), 0));
});

test('WL-18 signs that Go escapes, and those of several bytes', () => {
  const args = ["a && b < 'ü' > \u2028 😀", 'tab\there'];
  expect(hashRevision(data('nginx:1', { args }), 0)).toBe('65cf896956');
});
