import { useEffect, useRef } from 'react';
import type { Selection } from '../../state/types';
import { useArrival, useView } from '../page-context';
import { latePart } from '../widgets/late-part';
import { InspectorHead } from './inspector-head';
import { Welcome } from './welcome';

const load = async () => (await import('./selected')).Selected;
const Selected = latePart(load);

export function Inspector() {
  const selection = useView((v) => v.selection);
  const { phase } = useArrival();
  const body = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(selection);
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [key]);
  useEffect(() => {
    if (phase !== 'here') return;
    // Fetched while nobody waits for it; a failure shows when something is selected.
    const timer = setTimeout(() => void load().catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, [phase]);
  return (
    <section className="pane inspector" aria-label="Inspector">
      <div className="inspector-body" ref={body}>
        {selection && phase !== 'here' ? (
          <NotYet selection={selection} failed={phase === 'failed'} />
        ) : selection ? (
          <Selected selection={selection} />
        ) : (
          <Welcome />
        )}
      </div>
    </section>
  );
}

/** Why something is as it is can be told only with the simulation. */
function NotYet({ selection, failed }: { selection: Selection; failed: boolean }) {
  return (
    <>
      <InspectorHead
        title={selection.type === 'slot' ? `${selection.set.name} on ${selection.node}` : selection.name}
      />
      <p className="muted padded" role="status">
        {failed
          ? 'The simulation is missing, so nothing more can be told.'
          : 'The simulation is about to start.'}
      </p>
    </>
  );
}
