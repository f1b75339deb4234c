import { useScene } from '../page-context';
import { AddNodeMenu } from './add-node-menu';
import { GridHost } from './grid-host';
import { SetCards } from './set-cards';

export function ClusterPane() {
  const summary = useScene((s) => s.summary);
  return (
    <section className="pane cluster-pane" aria-label="Cluster">
      <h2 className="visually-hidden">Cluster</h2>
      <div className="cluster-scroll">
        <SetCards />
        <div className="toolbar">
          <AddNodeMenu />
          <span className="grow" />
          <span className="muted">{summary}</span>
        </div>
        <GridHost />
      </div>
    </section>
  );
}
