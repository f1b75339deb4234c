import { IMAGE_BEHAVIOURS } from '../../engine/index';
import { conditionOf } from '../../k8s/conditions';
import { parseImage } from '../../k8s/image';
import { tolerates } from '../../k8s/taints';
import type { Toleration } from '../../k8s/types';
import { setInText, type SetInText } from '../manifest/edit-set';
import { useCluster, useDraft, usePage } from '../page-context';
import { openDialog } from '../shell/dialog-store';
import { isNarrow } from '../shell/platform';
import { shellWord } from '../shell-words';
import { Icon, type IconName } from '../widgets/icon';

/** Shown while nothing is selected: what this is, and things to try. */
export function Welcome() {
  return (
    <div className="welcome padded stack">
      <div>
        <h2>A DaemonSet, live</h2>
        <p>Edit the manifest, apply it, and watch a pod appear on every node that qualifies.</p>
        <p className="muted">
          Everything runs in this page: API server, DaemonSet controller, scheduler and kubelets, simulated.
          Select a node or a pod to see why it is as it is.
        </p>
      </div>
      <Tries />
      <ImageLegend />
      <p>
        <button type="button" className="link" onClick={() => openDialog('about')}>
          What the simulation leaves out
        </button>
      </p>
    </div>
  );
}

function Tries() {
  const page = usePage();
  const { read } = useCluster();
  useDraft((d) => d.diagnostics);
  const { text, draft, view } = page.services;
  const set = setInText(text.getText());
  const worker = read
    .list('Node')
    .find(
      ({ metadata, status }) =>
        metadata.labels?.['node-role.kubernetes.io/control-plane'] === undefined &&
        conditionOf(status.conditions, 'Ready')?.status === 'True',
    )?.metadata.name;
  const next = set && nextImage(set.image);

  const applyText = (changed: string): void => {
    page.setText(changed);
    draft.getState().apply();
    if (isNarrow()) view.getState().setPane('cluster');
  };
  return (
    <section>
      <h3>Things to try</h3>
      <ul className="tries">
        {set && <TolerationTry set={set} onChoose={applyText} />}
        {set && next && (
          <Try
            icon="restart"
            title={`Roll out ${shortImage(next)}`}
            words="Changes the image and applies it: the pods are replaced, one node at a time."
            onChoose={() => applyText(set.set(['spec', 'template', 'spec', 'containers', 0, 'image'], next))}
          />
        )}
        {worker !== undefined && (
          <Try
            icon="power"
            title={`Stop ${worker}’s kubelet`}
            words="The node turns NotReady after its grace period, yet its daemon pod is not evicted."
            onChoose={() => {
              page.run(`sim break kubelet-stopped ${shellWord(worker)}`);
              view.getState().select({ type: 'node', name: worker });
              if (isNarrow()) view.getState().setPane('cluster');
            }}
          />
        )}
      </ul>
    </section>
  );
}

const TOLERATIONS = ['spec', 'template', 'spec', 'tolerations'] as const;
const AFFINITY = ['spec', 'template', 'spec', 'affinity'] as const;
const TAINT = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } as const;

/** Adds the toleration, or takes it away again when the text has it. Nothing where that alone would change nothing. */
function TolerationTry({ set, onChoose }: { set: SetInText; onChoose: (text: string) => void }) {
  const tolerations: unknown = set.get(TOLERATIONS);
  const list = Array.isArray(tolerations) ? (tolerations as (Toleration | null)[]) : [];
  const tolerating = list.flatMap((t, i) => (t && tolerates(t, TAINT) ? [i] : []));
  const [index] = tolerating;
  // Agents of workers alone keep away from the control plane by its label.
  const keepsAway = JSON.stringify(set.get(AFFINITY) ?? '').includes(TAINT.key);
  if (keepsAway || tolerating.length > 1) return null;
  return index === undefined ? (
    <Try
      icon="check"
      title="Tolerate the control plane"
      words={`Adds a toleration to ${set.name} and applies it: the control plane gets a pod too.`}
      onChoose={() =>
        onChoose(set.append(TOLERATIONS, [{ key: TAINT.key, operator: 'Exists', effect: TAINT.effect }]))
      }
    />
  ) : (
    <Try
      icon="cross"
      title="Take the toleration away"
      words={`${set.name} no longer tolerates the control plane’s taint: its pod there goes.`}
      onChoose={() => onChoose(set.remove([...TOLERATIONS, index]))}
    />
  );
}

function Try(props: { icon: IconName; title: string; words: string; onChoose: () => void }) {
  const { icon, title, words, onChoose } = props;
  return (
    <li>
      <button type="button" className="try" onClick={onChoose}>
        <Icon name={icon} />
        <span className="try-title">{title}</span>
        <span className="try-words">{words}</span>
      </button>
    </li>
  );
}

/** `docker.elastic.co/beats/filebeat:8.15.1` → `filebeat:8.15.1`. */
function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}

/** The same image with the last number of its tag one higher; undefined when the tag has none. */
export function nextImage(image: string): string | undefined {
  const { tag, digest } = parseImage(image);
  if (digest !== undefined || tag === undefined || !/\d+$/.test(tag)) return undefined;
  const higher = tag.replace(/\d+$/, (n) => String(Number(n) + 1));
  return `${image.slice(0, image.length - tag.length)}${higher}`;
}

function ImageLegend() {
  return (
    <section>
      <h3>The tag decides what an image does</h3>
      <p className="muted">No image is really fetched. A tag that contains one of these words misbehaves:</p>
      <dl className="legend">
        {IMAGE_BEHAVIOURS.map(({ tag, sentence }) => (
          <div key={tag}>
            <dt className="mono">{tag}</dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
