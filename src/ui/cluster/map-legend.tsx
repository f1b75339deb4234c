import { useEffect, useState, type CSSProperties } from 'react';
import { census } from '../../scene/census';
import { usePage, useScene } from '../page-context';
import { lookFor } from './map-look';

/** Id of the words that tell a screen reader what the cells show. */
export const MAP_WORDS = 'map-words';
/** Real milliseconds between two counts: words that change faster cannot be read. */
const PAUSE = 400;

/** What the cells mean, with how many there are of each. */
export function MapLegend() {
  const { rows, words } = useCensus();
  const summary = useScene((s) => s.summary);
  return (
    <>
      <ul className="map-legend" aria-label="Legend">
        <li>{summary}</li>
        {rows.map((row) => (
          <li key={`${row.shape} ${row.token}`}>
            <span
              className="map-swatch"
              data-shape={row.shape}
              style={{ '--c': `var(${row.token})` } as CSSProperties}
            />
            <span>
              <b>{row.count}</b> {row.words}
            </span>
          </li>
        ))}
      </ul>
      <p className="visually-hidden" id={MAP_WORDS}>
        {words}
      </p>
    </>
  );
}

function useCensus() {
  const { feed, services } = usePage();
  const [counted, setCounted] = useState(() => count());
  function count() {
    const { scene } = feed.store.getState();
    return census(scene, lookFor(feed.look.getState(), scene, services.view.getState().selection));
  }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setCounted(count());
      }, PAUSE);
    };
    const now = (): void => setCounted(count());
    const stops = [
      feed.store.subscribe((next, before) => {
        if (next.scene.tiles !== before.scene.tiles) soon();
      }),
      feed.look.subscribe(now),
      services.view.subscribe((next, before) => {
        if (next.selection !== before.selection) soon();
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
    // The page lives as long as this does.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return counted;
}
