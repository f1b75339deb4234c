/** Controllers that take too much are found out. */
import { describe, expect, test } from 'vitest';
import type { KubeObject, Pod, ReplicaSet } from '../../../k8s/types';
import { daemonSurgeKeepsBudget, daemonUpdatesKeepBudget, rolloutsKeepBudget } from './budgets';
import { calm, change, CHOICE, daemons, outdated, sendAway, SURGE, webs, withMeta } from './doctoring';

describe('a controller that takes too much', () => {
  const BY = 'daemonset-controller';

  test('the second of two, with maxUnavailable 1', () => {
    const { picture, at } = calm();
    outdated(picture);
    const [one, two] = daemons(picture) as [Pod, Pod];
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, one, at)).toBeUndefined();
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, two, at)).toContain('2 nodes unserved, at most 1');
  });

  test('the first, when a user has taken one already; but not one that was not available', () => {
    const { picture, at } = calm();
    outdated(picture);
    const [one, two, three] = daemons(picture) as [Pod, Pod, Pod];
    sendAway(daemonUpdatesKeepBudget, 'user', picture, one, at);
    picture.set('Pod', { ...two, status: { ...two.status, conditions: [] } });
    expect(
      sendAway(
        daemonUpdatesKeepBudget,
        BY,
        picture,
        picture.find('Pod', 'default', two.metadata.name) as Pod,
        at,
      ),
    ).toBeUndefined();
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, three, at)).toContain('3 nodes unserved');
  });

  test('a pod that is up to date, one of a set that updates OnDelete', () => {
    const { picture, at } = calm();
    const [one] = daemons(picture) as [Pod];
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, one, at)).toContain('up to date');
    const careful = calm({ ...CHOICE, strategy: { type: 'OnDelete' } });
    outdated(careful.picture);
    const [two] = daemons(careful.picture) as [Pod];
    expect(sendAway(daemonUpdatesKeepBudget, BY, careful.picture, two, careful.at)).toContain('OnDelete');
  });

  test('in a surge: an old pod without or before its successor, and one successor too many', () => {
    const { picture, at } = calm(SURGE);
    const hash = (daemons(picture)[0] as Pod).metadata.labels?.['controller-revision-hash'];
    outdated(picture);
    const [one, two] = daemons(picture) as [Pod, Pod];
    const fresh = (pod: Pod): Pod => ({
      ...withMeta(pod, {
        name: `${pod.metadata.name}-new`,
        uid: `${pod.metadata.uid}-new`,
        labels: { ...pod.metadata.labels, 'controller-revision-hash': hash ?? '' },
      }),
      status: { phase: 'Pending' },
    });
    const around = { isOldPlacement: false };
    expect(daemonSurgeKeepsBudget(change(BY, at, fresh(one)), picture, around)).toBeUndefined();
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, two, at)).toContain('2 nodes served of 3');
    picture.set('Pod', two);
    picture.set('Pod', fresh(one));
    expect(daemonSurgeKeepsBudget(change(BY, at, fresh(two)), picture, around)).toContain(
      'number 2 of at most 1',
    );
    expect(sendAway(daemonUpdatesKeepBudget, BY, picture, one, at)).toContain('before');
  });

  test('a Deployment: below its minimum', () => {
    const { picture, at } = calm();
    const [one] = webs(picture) as [Pod];
    expect(sendAway(rolloutsKeepBudget(), 'replicaset-controller', picture, one, at)).toContain(
      '2 available, at least 3',
    );
  });

  test('a Deployment that the user shrinks is not meant', () => {
    const { picture, at } = calm();
    const law = rolloutsKeepBudget();
    const rs = picture.list('ReplicaSet')[0] as ReplicaSet;
    const less = { ...rs, spec: { ...rs.spec, replicas: 2 } };
    const d = picture.list('Deployment')[0];
    if (!d) throw new Error('no Deployment');
    picture.set('Deployment', { ...d, spec: { ...d.spec, replicas: 2 } } as KubeObject);
    law(change('deployment-controller', at, less, rs), picture, { isOldPlacement: false });
    expect(sendAway(law, 'replicaset-controller', picture, webs(picture)[0] as Pod, at)).toBeUndefined();
  });
});
