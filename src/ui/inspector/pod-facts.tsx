import { targetsOf } from '../../engine/index';
import { podReadyCount, podRestarts, podStatusWord } from '../../k8s/pod-status';
import type { Pod } from '../../k8s/types';
import { PodBreakMenu, PodFaults } from '../faults/pod-faults';
import { useCluster, usePage } from '../page-context';
import { shellWord } from '../shell-words';
import { Icon } from '../widgets/icon';

/** A pod as `kubectl get pods` would show it, and what can be done to it. */
export function PodFacts({ pod }: { pod: Pod }) {
  const { run } = usePage();
  const { now } = useCluster();
  const { name, namespace = 'default', labels } = pod.metadata;
  const { ready, total } = podReadyCount(pod);
  const revision = labels?.['controller-revision-hash'];
  const images = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((c) => c.image ?? '');
  return (
    <div className="facts padded">
      <h3 className="mono">{name}</h3>
      <dl>
        <dt>Status</dt>
        <dd>{podStatusWord(pod)}</dd>
        {pod.status.reason !== undefined && pod.status.reason !== podStatusWord(pod) && (
          <>
            <dt>Reason</dt>
            <dd>{pod.status.reason}</dd>
          </>
        )}
        <dt>Ready</dt>
        <dd>
          {ready}/{total}
        </dd>
        <dt>Restarts</dt>
        <dd>{podRestarts(pod, now)}</dd>
        <dt>{images.length === 1 ? 'Image' : 'Images'}</dt>
        <dd className="mono">{images.join(', ')}</dd>
        {revision !== undefined && (
          <>
            <dt>Revision hash</dt>
            <dd className="mono">{revision}</dd>
          </>
        )}
        {pod.status.podIP !== undefined && (
          <>
            <dt>IP</dt>
            <dd className="mono">{pod.status.podIP}</dd>
          </>
        )}
      </dl>
      <PodFaults targets={targetsOf(pod)} />
      <div className="actions" role="group" aria-label={`Actions on pod ${name}`}>
        <PodBreakMenu pod={pod} />
        <button
          type="button"
          className="button small danger"
          onClick={() => run(`kubectl delete pod ${shellWord(name)} -n ${shellWord(namespace)}`)}
        >
          <Icon name="trash" size={14} />
          Delete pod
        </button>
      </div>
    </div>
  );
}
