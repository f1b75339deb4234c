import type { Fault } from '../../engine/index';
import type { Pod, PodSpec } from '../../k8s/types';
import { hasProbe } from '../../k8s/resources';
import { ActiveFaults } from './active-faults';
import { BreakMenu } from './break-menu';
import type { FaultTarget } from './fault-target';

type PodTarget = Extract<FaultTarget, { scope: 'pod' }>;

/** What can be broken in a pod. */
export function PodBreakMenu({ pod }: { pod: Pod }) {
  const { name, namespace = 'default' } = pod.metadata;
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const runs = statuses.some(({ state }) => state?.running !== undefined);
  return (
    <BreakMenu
      target={{ scope: 'pod', namespace, name }}
      prevented={({ effects }) => {
        if (effects.exit && !runs) return 'None of its containers runs at this moment.';
        return probeMissing(effects.probe, pod.spec);
      }}
    />
  );
}

/** What can be broken in all pods of a controller at once. */
export function PodsBreakMenu({ target, spec }: { target: PodTarget; spec: PodSpec | undefined }) {
  return <BreakMenu target={target} prevented={({ effects }) => probeMissing(effects.probe, spec)} />;
}

/** Why a probe cannot fail here; undefined when it can. */
function probeMissing(probe: Fault['effects']['probe'], spec: PodSpec | undefined): string | undefined {
  return probe === undefined || hasProbe(spec, probe)
    ? undefined
    : `None of its containers has a ${probe}Probe: there is nothing to fail.`;
}

/** What is broken here, by targets as the engine writes them; the last is what is shown, those before it hit it too. */
export function PodFaults({ targets }: { targets: readonly string[] }) {
  const here = targets.at(-1);
  return (
    <ActiveFaults
      label="What is broken here"
      lessons={Infinity}
      {...(here === undefined ? {} : { here })}
      concerns={({ target }, { scope }) => scope === 'pod' && targets.includes(target)}
    />
  );
}
