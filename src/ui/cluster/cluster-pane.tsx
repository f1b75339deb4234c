import { useArrival, usePage, useScene } from '../page-context';
import { latePart } from '../widgets/late-part';
import { AddNodeMenu } from './add-node-menu';
import { ClusterBreakMenu, ClusterFaults } from './cluster-faults';
import { GridHost } from './grid-host';
import { SetCards, SystemSets } from './set-cards';
import { WorkloadList } from './workload-list';

const MapLegend = latePart(async () => (await import('./large')).MapLegend);
const MapToolbar = latePart(async () => (await import('./large')).MapToolbar);

export function ClusterPane() {
  return (
    <section className="pane cluster-pane" aria-label="Cluster">
      <h2 className="visually-hidden">Cluster</h2>
      <ClusterFaults />
      <div className="cluster-scroll">
        <Picture />
      </div>
    </section>
  );
}

function Picture() {
  const { outlook } = usePage();
  const { phase } = useArrival();
  const summary = useScene((s) => s.summary);
  const large = useScene((s) => s.scene.level === 'cells');
  // Nothing true could be shown.
  if (!outlook && phase === 'coming')
    return (
      <p className="empty" role="status">
        Opening…
      </p>
    );
  if (!outlook && phase === 'failed') return <p className="empty">The cluster could not be opened.</p>;
  return (
    <>
      <SetCards />
      <div className="quiet-row">
        <SystemSets />
        <WorkloadList />
      </div>
      <div className="toolbar">
        <AddNodeMenu />
        <ClusterBreakMenu />
        {large && <MapToolbar />}
        <span className="grow" />
        {!large && <span className="muted">{summary}</span>}
      </div>
      {large && <MapLegend />}
      <GridHost />
    </>
  );
}
