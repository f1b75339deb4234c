import type { CSSProperties } from 'react';
import { podsOfSet } from '../../explain/set-pods';
import { explainSlot } from '../../explain/verdict';
import type { Verdict } from '../../explain/verdict-types';
import type { DaemonSet } from '../../k8s/types';
import { colourToken } from '../../scene/palette';
import type { Slot } from '../../scene/types';
import { setView, type RevisionView } from '../../scene/set-view';
import { targetText } from '../faults/fault-target';
import { PodFaults, PodsBreakMenu } from '../faults/pod-faults';
import { useCluster, usePage, useScene } from '../page-context';
import { shellWord } from '../shell-words';
import { Icon, type IconName } from '../widgets/icon';
import { InspectorHead } from './inspector-head';
import { ObjectTabs } from './object-tabs';

export function SetView({ set }: { set: DaemonSet }) {
  const { namespace = 'default', name } = set.metadata;
  return (
    <>
      <InspectorHead title={name} sub={`DaemonSet in ${namespace}`} />
      <ObjectTabs first={{ label: 'DaemonSet', content: <Overview set={set} /> }} object={set} />
    </>
  );
}

function Overview({ set }: { set: DaemonSet }) {
  const { read } = useCluster();
  const view = setView(set, read);
  const revisions = [...view.revisions.values()].sort((a, b) => b.revision - a.revision);
  const pods = podsOfSet(read, set.metadata.uid);
  const trouble = useScene((s) => s.sets.find((card) => card.uid === set.metadata.uid)?.trouble);
  return (
    <div className="padded stack">
      {trouble !== undefined && (
        <p className="verdict-summary" data-tone="bad">
          {trouble}
        </p>
      )}
      <PodFaults targets={[targetText(faultTarget(set))]} />
      <p className="muted">{strategyWords(set)}</p>
      <SetActions set={set} revisions={revisions.length} />
      <section>
        <h3>
          Revisions <span className="faint">{revisions.length}</span>
        </h3>
        <ul className="rows">
          {revisions.map((revision) => (
            <RevisionRow
              key={revision.hash}
              revision={revision}
              current={revision === view.current}
              pods={pods.ofRevision(revision.hash)}
            />
          ))}
        </ul>
      </section>
      <NodeReasons set={set} />
    </div>
  );
}

/** All pods of the set. */
function faultTarget({ metadata: { namespace = 'default', name } }: DaemonSet) {
  return { scope: 'pod' as const, namespace, kind: 'daemonset', name };
}

function strategyWords({ spec }: DaemonSet): string {
  const { type = 'RollingUpdate', rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete') return 'Strategy OnDelete: a pod is replaced only when somebody deletes it.';
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate ?? {};
  const ready = spec.minReadySeconds ? `, minReadySeconds ${spec.minReadySeconds}` : '';
  return `Strategy RollingUpdate: maxUnavailable ${maxUnavailable}, maxSurge ${maxSurge}${ready}.`;
}

function SetActions({ set, revisions }: { set: DaemonSet; revisions: number }) {
  const { run } = usePage();
  const { namespace = 'default', name } = set.metadata;
  const target = `ds/${shellWord(name)} -n ${shellWord(namespace)}`;
  return (
    <div className="actions" role="group" aria-label="DaemonSet actions">
      <button type="button" className="button small" onClick={() => run(`kubectl rollout restart ${target}`)}>
        <Icon name="restart" size={14} />
        Restart
      </button>
      {revisions > 1 && (
        <button type="button" className="button small" onClick={() => run(`kubectl rollout undo ${target}`)}>
          Roll back
        </button>
      )}
      <PodsBreakMenu target={faultTarget(set)} spec={set.spec.template.spec} />
      <button
        type="button"
        className="button small danger"
        onClick={() => run(`kubectl delete ds ${shellWord(name)} -n ${shellWord(namespace)}`)}
      >
        <Icon name="trash" size={14} />
        Delete
      </button>
    </div>
  );
}

function RevisionRow(props: { revision: RevisionView; current: boolean; pods: number }) {
  const { revision, current, pods } = props;
  return (
    <li className="row still" style={{ '--c': `var(${colourToken(revision.colour)})` } as CSSProperties}>
      <span className="swatch" aria-hidden="true" />
      <span className="row-name">
        {revision.revision} · <span className="mono">{revision.image}</span>
      </span>
      <span className="row-note">
        {current ? 'current, ' : ''}
        {pods} {pods === 1 ? 'pod' : 'pods'}
      </span>
    </li>
  );
}

const SHOWN = 60;
const TONES: Record<Verdict['tone'], IconName> = {
  ok: 'check',
  wait: 'info',
  bad: 'warn',
  excluded: 'cordon',
};

/** The words of the grid: a pod's state, or why there is none. */
function slotWords(slot: Slot | undefined): string {
  if (slot?.absence) return slot.absence.short;
  return (slot?.pods ?? [])
    .map(({ word, current }) => (current || word.startsWith('Terminating') ? word : `${word}, old template`))
    .join('; ');
}

function NodeReasons({ set }: { set: DaemonSet }) {
  const { read, now, world } = useCluster();
  const { services, feed } = usePage();
  const { namespace = 'default', name } = set.metadata;
  const nodes = read.list('Node');
  const listed = nodes.slice(0, SHOWN);
  // With the tick, like all else here: not in every frame in which a tile among thousands has changed.
  const names = new Set(listed.map((node) => node.metadata.name));
  const tiles = feed.store.getState().scene.tiles.filter((tile) => names.has(tile.name));
  const slots = tiles.flatMap((tile) => tile.slots.filter((slot) => slot.setUid === set.metadata.uid));
  const slotOn = new Map(slots.map((slot) => [slot.node, slot]));
  return (
    <section>
      <h3>
        Nodes <span className="faint">{nodes.length}</span>
      </h3>
      <ul className="rows">
        {listed.map(({ metadata }) => {
          const verdict = explainSlot(read, set, metadata.name, now, world);
          return (
            <li key={metadata.uid}>
              <button
                type="button"
                className="row"
                data-tone={verdict.tone}
                title={verdict.summary}
                onClick={() =>
                  services.view
                    .getState()
                    .select({ type: 'slot', node: metadata.name, set: { namespace, name } })
                }
              >
                <Icon name={TONES[verdict.tone]} size={14} />
                <span className="row-name">{metadata.name}</span>
                <span className="row-note">{slotWords(slotOn.get(metadata.name))}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {nodes.length > SHOWN && <p className="muted">and {nodes.length - SHOWN} more</p>}
    </section>
  );
}
