import { useDraft, usePage } from '../page-context';
import { Keys } from '../widgets/keys';
import { latePart } from '../widgets/late-part';
import { ApplyLine } from './apply-line';
import { Console } from './console';
import { ManifestEditor } from './manifest-editor';
import { manifestName } from './manifest-name';

// Nothing can be found before the simulation is there, which brings it along.
const Findings = latePart(async () => (await import('./findings')).Findings);

export function ManifestPane() {
  return (
    <section className="pane manifest-pane" aria-label="Manifest">
      <h2 className="visually-hidden">Manifest</h2>
      <EditorBar />
      <ManifestEditor />
      <ApplyLine />
      <FindingsPlace />
      <Console />
    </section>
  );
}

function FindingsPlace() {
  const isAny = useDraft((d) => d.diagnostics.length + d.vanished.length + d.missing.length > 0);
  return isAny && <Findings />;
}

function EditorBar() {
  const { services } = usePage();
  const revision = useDraft((d) => d.revision);
  const edited = useDraft((d) => d.revision !== d.appliedRevision);
  const live = useDraft((d) => d.live);
  // The text belongs to the editor; its revision says when to look again.
  const name = revision >= 0 ? manifestName(services.text.getText()) : '';
  return (
    <div className="editor-bar">
      <span className="file">
        <span className="file-name">{name}</span>
        {edited && (
          <span className="edited" title="Edited, not applied">
            <span className="visually-hidden">edited, not applied</span>
          </span>
        )}
      </span>
      <span className="grow" />
      <label className="switch" title="Apply every valid edit as you type">
        <input
          type="checkbox"
          role="switch"
          checked={live}
          onChange={(e) => services.draft.getState().setLive(e.target.checked)}
        />
        <span className="switch-track" aria-hidden="true" />
        Live
      </label>
      <button
        type="button"
        className="button"
        data-wanted={edited || undefined}
        onClick={() => services.draft.getState().apply()}
      >
        Apply
        <kbd>
          <Keys keys="Ctrl ⏎" apple="⌘ ⏎" />
        </kbd>
      </button>
    </div>
  );
}
