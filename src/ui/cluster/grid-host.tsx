import { useLayoutEffect, useRef } from 'react';
import { createGrid } from '../../render/create-grid';
import { usePage } from '../page-context';
import { isNarrow } from '../shell/platform';
import { prefersStillness } from '../shell/theme';

/** Mounts the grid and hands it each new scene, outside React's rendering. */
export function GridHost() {
  const { feed, services } = usePage();
  const host = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const { view } = services;
    const grid = createGrid(element, {
      onSelect(target) {
        view.getState().select(target);
        if (isNarrow()) view.getState().setPane('inspector');
      },
      reducedMotion: prefersStillness,
    });
    const fit = (): void => feed.setWidth(Math.floor(element.clientWidth));
    fit();
    grid.update(feed.store.getState().scene);
    const stop = feed.store.subscribe((now, before) => {
      if (now.scene !== before.scene) grid.update(now.scene);
    });
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      observer.disconnect();
      stop();
      grid.destroy();
    };
  }, [feed, services]);

  return <div className="grid-host" ref={host} />;
}
