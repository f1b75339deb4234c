import { useLayoutEffect, useRef } from 'react';
import { createGrid } from '../../render/create-grid';
import type { NodeMap } from '../../render/create-map';
import type { Scene, SceneTarget } from '../../scene/types';
import { usePage, useScene } from '../page-context';
import { isNarrow } from '../shell/platform';
import { prefersStillness } from '../shell/theme';

type Picture = Pick<NodeMap, 'update' | 'destroy'>;

/** Mounts the picture that the scene's level of detail asks for and hands it each new scene, outside React's rendering. */
export function GridHost() {
  const { feed, services } = usePage();
  const large = useScene((s) => s.scene.level === 'cells');
  const host = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const { view } = services;
    const onSelect = (target: SceneTarget): void => {
      view.getState().select(target);
      if (isNarrow()) view.getState().setPane('inspector');
    };
    let picture: Picture | undefined;
    const stops: (() => void)[] = [];
    const fit = (): void => feed.setRoom(Math.floor(element.clientWidth), Math.floor(element.clientHeight));
    const show = (scene: Scene): void => {
      if ((scene.level === 'cells') === large) picture?.update(scene);
    };
    const open = (next: Picture): void => {
      picture = next;
      show(feed.store.getState().scene);
    };
    fit();
    let gone = false;
    if (!large) open(createGrid(element, { onSelect, reducedMotion: prefersStillness }));
    else {
      // Few clusters are that large: its code comes when one is.
      void import('./large').then(({ createMap, lookFor, MAP_WORDS }) => {
        if (gone) return;
        const lookNow = () =>
          lookFor(feed.look.getState(), feed.store.getState().scene, view.getState().selection);
        const map = createMap(element, {
          onSelect,
          reducedMotion: prefersStillness,
          look: lookNow(),
          describedBy: MAP_WORDS,
        });
        const look = (): void => map.setLook(lookNow());
        stops.push(feed.look.subscribe(look), view.subscribe(look));
        open(map);
      });
    }
    stops.push(
      feed.store.subscribe((now, before) => {
        if (now.scene !== before.scene) show(now.scene);
      }),
    );
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
      for (const stop of stops) stop();
      picture?.destroy();
    };
  }, [feed, services, large]);

  return <div className="grid-host" data-large={large || undefined} ref={host} />;
}
