import { IMAGE_BEHAVIOURS } from '../../engine/facts';
import { useArrival, useDraft, usePage, useScene } from '../page-context';
import { openDialog } from '../shell/dialog-store';
import { isNarrow } from '../shell/platform';
import { shellWord } from '../shell-words';
import { Icon, type IconName } from '../widgets/icon';
import type { Tries, Try } from './tries';

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
  const { worker, set } = useTries();
  const { draft, view } = page.services;

  const change = (wanted: Try): void =>
    page.whenHere((simulation) => {
      const text = simulation.textFor(wanted);
      if (text === undefined) return;
      page.setText(text);
      draft.getState().apply();
      if (isNarrow()) view.getState().setPane('cluster');
    });
  return (
    <section>
      <h3>Things to try</h3>
      <ul className="tries">
        {set?.tolerates === false && (
          <TryButton
            icon="check"
            title="Tolerate the control plane"
            words={`Adds a toleration to ${set.name} and applies it: the control plane gets a pod too.`}
            onChoose={() => change('tolerate')}
          />
        )}
        {set?.tolerates === true && (
          <TryButton
            icon="cross"
            title="Take the toleration away"
            words={`${set.name} no longer tolerates the control plane’s taint: its pod there goes.`}
            onChoose={() => change('untolerate')}
          />
        )}
        {set?.next !== undefined && (
          <TryButton
            icon="restart"
            title={`Roll out ${shortImage(set.next)}`}
            words="Changes the image and applies it: the pods are replaced, one node at a time."
            onChoose={() => change('roll out')}
          />
        )}
        {worker !== undefined && (
          <TryButton
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

const NOTHING: Tries = {};

/** Known before the simulation is there, too. */
function useTries(): Tries {
  const { outlook } = usePage();
  const { simulation } = useArrival();
  useScene((state) => state.tick);
  useDraft((d) => d.diagnostics);
  return simulation?.tries() ?? outlook?.tries ?? NOTHING;
}

function TryButton(props: { icon: IconName; title: string; words: string; onChoose: () => void }) {
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
