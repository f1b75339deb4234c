/** Which kinds have defaults. The same object comes back when nothing is missing. */
import type { AnyObject } from '../../../k8s/types';
import { defaultDaemonSet } from './daemonset';
import { withChanges, withDefaults } from './keep';
import { defaultNodeStatus } from './node';
import { defaultPod } from './pod';
import { defaultSecret } from './secret';
import { defaultService } from './service';

export function applyDefaults(object: AnyObject): AnyObject {
  switch (object.kind) {
    case 'Pod':
      return object.spec ? withChanges(object, { spec: defaultPod(object.spec) }) : object;
    case 'DaemonSet':
      return object.spec ? withChanges(object, { spec: defaultDaemonSet(object.spec) }) : object;
    case 'Node':
      return object.status ? withChanges(object, { status: defaultNodeStatus(object.status) }) : object;
    case 'Secret':
      return defaultSecret(object);
    case 'Service':
      return object.spec ? withChanges(object, { spec: defaultService(object.spec) }) : object;
    case 'PriorityClass':
      return withDefaults(object, { preemptionPolicy: 'PreemptLowerPriority' });
    case 'Namespace': {
      const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
      return { ...object, metadata: { ...object.metadata, labels } };
    }
    default:
      return object;
  }
}
