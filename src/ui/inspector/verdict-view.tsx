import type { Fix, Verdict } from '../../explain/verdict-types';
import type { SetName } from '../../scene/types';
import { setInText } from '../manifest/edit-set';
import { useDraft, usePage } from '../page-context';
import { isNarrow } from '../shell/platform';
import { shellWord } from '../shell-words';
import { Icon, type IconName } from '../widgets/icon';

const MARKS: Record<Verdict['checks'][number]['state'], { icon: IconName; word: string }> = {
  ok: { icon: 'check', word: 'yes' },
  no: { icon: 'cross', word: 'no' },
  skipped: { icon: 'dash', word: 'not decided' },
};

/** Why a set has, or has not, a pod on a node: the controller's own checks one by one. */
export function VerdictView({ verdict, set, node }: { verdict: Verdict; set: SetName; node: string }) {
  return (
    <div className="verdict padded">
      <p className="verdict-summary" data-tone={verdict.tone}>
        {verdict.summary}
      </p>
      {verdict.checks.length > 0 && (
        <ul className="checks" aria-label="Checks">
          {verdict.checks.map(({ state, label, detail }) => (
            <li key={label} data-state={state}>
              <Icon name={MARKS[state].icon} size={14} />
              <span className="visually-hidden">{MARKS[state].word}: </span>
              <span className="check-label">{label}</span>
              <span className="check-detail">{detail}</span>
            </li>
          ))}
        </ul>
      )}
      {verdict.fix && <FixView fix={verdict.fix} set={set} node={node} />}
    </div>
  );
}

function FixView({ fix, set, node }: { fix: Fix; set: SetName; node: string }) {
  return (
    <div className="fix">
      <h3>{fix.sentence}</h3>
      <pre>{fix.yaml}</pre>
      {fix.nodeLabel ? <LabelFix label={fix.nodeLabel} node={node} /> : <TextFix fix={fix} set={set} />}
    </div>
  );
}

function LabelFix({ label, node }: { label: { key: string; value: string }; node: string }) {
  const { run } = usePage();
  const { key, value } = label;
  return (
    <button
      type="button"
      className="button small"
      onClick={() => run(`kubectl label node ${shellWord(node)} ${shellWord(`${key}=${value}`)} --overwrite`)}
    >
      Label {node}
    </button>
  );
}

function TextFix({ fix, set }: { fix: Fix; set: SetName }) {
  const page = usePage();
  const { services } = page;
  useDraft((d) => d.diagnostics);
  const tolerations = fix.tolerations ?? (fix.toleration ? [fix.toleration] : []);
  const found = setInText(services.text.getText(), set);
  if (!found || tolerations.length === 0)
    return <p className="muted">The manifest of {set.name} is not in the editor.</p>;
  const insert = (): void => {
    const items = tolerations.map((toleration) => ({ ...toleration }));
    page.setText(found.append(fix.path, items as Parameters<typeof found.append>[1]));
    if (isNarrow()) services.view.getState().setPane('editor');
    const after = services.text.getText().split('\n');
    const line = after.findIndex((words, i) => i >= found.line - 1 && /^\s+tolerations:/.test(words));
    page.editor.current?.reveal(line + 1);
    page.editor.current?.focus();
  };
  return (
    <button type="button" className="button small" onClick={insert}>
      Put it in the editor
    </button>
  );
}
