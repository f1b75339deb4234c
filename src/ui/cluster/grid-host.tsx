import { createGrid } from '../../render/create-grid';
import { useScene } from '../page-context';
import { prefersStillness } from '../shell/theme';
import { latePart } from '../widgets/late-part';
import { PictureHost, type CreatePicture } from './picture-host';

// Few clusters are that large: its code comes when one is.
const MapHost = latePart(async () => (await import('./large')).MapHost);

const createTiles: CreatePicture = (host, _page, onSelect) =>
  createGrid(host, { onSelect, reducedMotion: prefersStillness });

/** The picture that the scene's level of detail asks for. */
export function GridHost() {
  const large = useScene((s) => s.scene.level === 'cells');
  return large ? <MapHost /> : <PictureHost create={createTiles} large={false} />;
}
