import { useId } from 'react';
import type { DaemonPlacement } from '../../engine/index';
import { ActiveFaults } from '../faults/active-faults';
import { BreakMenu } from '../faults/break-menu';
import { usePage, useSession } from '../page-context';
import { Icon } from '../widgets/icon';

/** What can be broken for the whole cluster, and the switch to yesterday's DaemonSets. */
export function ClusterBreakMenu() {
  return (
    <BreakMenu target={{ scope: 'cluster' }}>
      <PlacementChoice />
      <p className="menu-note">
        A node or a pod is broken from the inspector: select it and look for “Break…” there.
      </p>
    </BreakMenu>
  );
}

const PLACEMENTS: Record<DaemonPlacement, { label: string; words: string }> = {
  scheduler: {
    label: 'Scheduler',
    words: 'The controller pins each pod to its node by affinity, the scheduler binds it.',
  },
  controller: {
    label: 'DaemonSet controller (before 1.12)',
    words: 'The controller writes nodeName itself; the scheduler never sees the pods.',
  },
};

function usePlacement(): DaemonPlacement {
  // Not with the next picture: a radio button must not jump back for a moment.
  return useSession((state) => state.cluster.world.daemonPlacement);
}

function PlacementChoice() {
  const { run } = usePage();
  const chosen = usePlacement();
  const id = useId();
  return (
    <fieldset className="menu-choice">
      <legend>Who places daemon pods</legend>
      {(Object.keys(PLACEMENTS) as DaemonPlacement[]).map((by) => (
        <label key={by}>
          <input
            type="radio"
            name={id}
            checked={chosen === by}
            aria-describedby={`${id}-${by}`}
            onChange={() => run(`sim place-daemon-pods ${by}`)}
          />
          <span>{PLACEMENTS[by].label}</span>
          <span className="menu-words" id={`${id}-${by}`}>
            {PLACEMENTS[by].words}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** All that is broken in the cluster, always in sight. */
export function ClusterFaults() {
  const { run } = usePage();
  const placement = usePlacement();
  return (
    <ActiveFaults label="What is broken" lessons={1}>
      {placement === 'controller' && (
        <li className="fault" data-mode>
          <Icon name="info" size={14} />
          <span className="fault-title">
            <b>Before 1.12</b> the DaemonSet controller places its pods itself
          </span>
          <button
            type="button"
            className="button small"
            onClick={() => run('sim place-daemon-pods scheduler')}
          >
            Back to the scheduler
          </button>
        </li>
      )}
    </ActiveFaults>
  );
}
