import type { ViewState } from '../../state/types';
import { useDraft, usePage, useView } from '../page-context';

const PANES: readonly { pane: ViewState['pane']; label: string }[] = [
  { pane: 'editor', label: 'Editor' },
  { pane: 'cluster', label: 'Cluster' },
  { pane: 'inspector', label: 'Inspector' },
];

/** On small screens one pane is shown at a time; on large ones this bar is hidden. */
export function PaneTabs() {
  const chosen = useView((v) => v.pane);
  const { view } = usePage().services;
  const problems = useDraft((d) => d.diagnostics.length);
  return (
    <nav className="pane-tabs" aria-label="Panes">
      {PANES.map(({ pane, label }) => (
        <button
          key={pane}
          type="button"
          aria-current={pane === chosen ? 'page' : undefined}
          onClick={() => view.getState().setPane(pane)}
        >
          {label}
          {pane === 'editor' && problems > 0 && <span className="count">{problems}</span>}
        </button>
      ))}
    </nav>
  );
}
