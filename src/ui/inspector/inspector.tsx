import { lazy, Suspense, useEffect, useRef } from 'react';
import { useView } from '../page-context';
import { Welcome } from './welcome';

const load = async () => ({ default: (await import('./selected')).Selected });
const Selected = lazy(load);

export function Inspector() {
  const selection = useView((v) => v.selection);
  const body = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(selection);
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [key]);
  useEffect(() => {
    // Fetched while nobody waits for it; a failure shows when something is selected.
    const timer = setTimeout(() => void load().catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="pane inspector" aria-label="Inspector">
      <div className="inspector-body" ref={body}>
        {selection ? (
          <Suspense>
            <Selected selection={selection} />
          </Suspense>
        ) : (
          <Welcome />
        )}
      </div>
    </section>
  );
}
