import type { Workload } from '../../scene/types';
import { usePage, useScene, useView } from '../page-context';
import { isNarrow } from '../shell/platform';

const SHOWN = 12;

/** Deployments and the like, in a line: the page is about DaemonSets. */
export function WorkloadList() {
  const workloads = useScene((s) => s.workloads);
  if (workloads.length === 0) return null;
  return (
    <ul className="workloads" aria-label="Other controllers">
      {workloads.slice(0, SHOWN).map((workload) => (
        <li key={workload.uid}>
          <WorkloadButton workload={workload} />
        </li>
      ))}
      {workloads.length > SHOWN && <li className="muted">and {workloads.length - SHOWN} more</li>}
    </ul>
  );
}

function WorkloadButton({ workload }: { workload: Workload }) {
  const { services } = usePage();
  const { kind, namespace, name, ready, desired, trouble } = workload;
  const selected = useView(
    ({ selection: s }) =>
      s?.type === 'workload' && s.kind === kind && s.namespace === namespace && s.name === name,
  );
  return (
    <button
      type="button"
      className="workload"
      aria-pressed={selected}
      data-short={ready < desired || undefined}
      title={trouble}
      onClick={() => {
        const view = services.view.getState();
        view.select({ type: 'workload', kind, namespace, name });
        if (isNarrow()) view.setPane('inspector');
      }}
    >
      <span className="faint">{kind}</span> <span className="workload-name">{name}</span>{' '}
      <span className="workload-count">
        {ready}/{desired} ready
      </span>
      {trouble !== undefined && <span className="workload-trouble">{trouble}</span>}
    </button>
  );
}
