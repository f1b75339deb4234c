import { useScene } from '../page-context';
import { AddNodeMenu } from './add-node-menu';
import { ClusterBreakMenu, ClusterFaults } from './cluster-faults';
import { GridHost } from './grid-host';
import { SetCards, SystemSets } from './set-cards';
import { WorkloadList } from './workload-list';

export function ClusterPane() {
  const summary = useScene((s) => s.summary);
  return (
    <section className="pane cluster-pane" aria-label="Cluster">
      <h2 className="visually-hidden">Cluster</h2>
      <ClusterFaults />
      <div className="cluster-scroll">
        <SetCards />
        <div className="quiet-row">
          <SystemSets />
          <WorkloadList />
        </div>
        <div className="toolbar">
          <AddNodeMenu />
          <ClusterBreakMenu />
          <span className="grow" />
          <span className="muted">{summary}</span>
        </div>
        <GridHost />
      </div>
    </section>
  );
}
