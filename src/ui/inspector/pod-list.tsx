import { podReadyCount, podStatusWord } from '../../k8s/pod-status';
import { isPodReady } from '../../k8s/conditions';
import type { Pod } from '../../k8s/types';
import { usePage } from '../page-context';

const SHOWN = 60;

export function PodList({ title, pods }: { title: string; pods: readonly Pod[] }) {
  const { services } = usePage();
  return (
    <section>
      <h3>
        {title} <span className="faint">{pods.length}</span>
      </h3>
      {pods.length === 0 && <p className="muted">None.</p>}
      <ul className="rows">
        {pods.slice(0, SHOWN).map((pod) => {
          const { uid, name, namespace = 'default' } = pod.metadata;
          const { ready, total } = podReadyCount(pod);
          return (
            <li key={uid}>
              <button
                type="button"
                className="row"
                title={`${namespace}/${name}`}
                onClick={() => services.view.getState().select({ type: 'pod', uid, namespace, name })}
              >
                <span className="row-dot" data-ready={isPodReady(pod) || undefined} aria-hidden="true" />
                <span className="row-name">{name}</span>
                <span className="row-note">
                  {podStatusWord(pod)} {ready}/{total}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {pods.length > SHOWN && <p className="muted">and {pods.length - SHOWN} more</p>}
    </section>
  );
}
