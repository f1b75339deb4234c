import { createMap } from '../../render/create-map';
import { prefersStillness } from '../shell/theme';
import { MAP_WORDS } from './map-legend';
import { lookFor } from './map-look';
import { PictureHost, type CreatePicture } from './picture-host';

const createCells: CreatePicture = (host, { feed, services: { view } }, onSelect) => {
  const lookNow = () => lookFor(feed.look.getState(), feed.store.getState().scene, view.getState().selection);
  const map = createMap(host, {
    onSelect,
    reducedMotion: prefersStillness,
    look: lookNow(),
    describedBy: MAP_WORDS,
  });
  const look = (): void => map.setLook(lookNow());
  const stops = [feed.look.subscribe(look), view.subscribe(look)];
  return {
    update: (scene) => map.update(scene),
    resized: () => map.resized(),
    destroy() {
      for (const stop of stops) stop();
      map.destroy();
    },
  };
};

/** The picture of a large cluster. */
export function MapHost() {
  return <PictureHost create={createCells} large />;
}
