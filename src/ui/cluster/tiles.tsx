import { createGrid } from '../../render/create-grid';
import { prefersStillness } from '../shell/theme';
import { PictureHost, type CreatePicture } from './picture-host';

const createTiles: CreatePicture = (host, _page, onSelect) =>
  createGrid(host, { onSelect, reducedMotion: prefersStillness });

/** The picture of a cluster whose nodes can be shown one by one. */
export function Tiles() {
  return <PictureHost create={createTiles} large={false} />;
}
