import { useLayoutEffect, useRef } from 'react';
import type { Scene, SceneTarget } from '../../scene/types';
import type { Page } from '../page';
import { usePage } from '../page-context';
import { isNarrow } from '../shell/platform';

/** What draws scenes into an element, and owns all it puts there. */
export interface Picture {
  update(scene: Scene): void;
  /** Called before the update for another size. */
  resized?(): void;
  destroy(): void;
}

/** `onSelect`: something in the picture was chosen. */
export type CreatePicture = (
  host: HTMLElement,
  page: Page,
  onSelect: (target: SceneTarget) => void,
) => Picture;

/** Mounts a picture and hands it each new scene of its level of detail, outside React's rendering. */
export function PictureHost({ create, large }: { create: CreatePicture; large: boolean }) {
  const page = usePage();
  const host = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const { feed, services } = page;
    const { view } = services;
    const onSelect = (target: SceneTarget): void => {
      view.getState().select(target);
      if (isNarrow()) view.getState().setPane('inspector');
    };
    let picture: Picture | undefined;
    const fit = (): void => {
      picture?.resized?.();
      feed.setRoom(Math.floor(element.clientWidth), Math.floor(element.clientHeight));
    };
    fit();
    const made = create(element, page, onSelect);
    picture = made;
    const show = (scene: Scene): void => {
      if ((scene.level === 'cells') === large) made.update(scene);
    };
    show(feed.store.getState().scene);
    const stop = feed.store.subscribe((now, before) => {
      if (now.scene !== before.scene) show(now.scene);
    });
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => {
      observer.disconnect();
      stop();
      made.destroy();
    };
  }, [page, create, large]);

  return <div className="grid-host" data-large={large || undefined} ref={host} />;
}
