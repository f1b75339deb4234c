import { useScene } from '../page-context';
import { latePart } from '../widgets/late-part';

// All that D3 draws comes when the controls answer, in one file with the lanes.
const Tiles = latePart(async () => (await import('../drawings')).Tiles);
// Few clusters are that large: its code comes when one is.
const MapHost = latePart(async () => (await import('./large')).MapHost);

/** The picture that the scene's level of detail asks for. */
export function GridHost() {
  const large = useScene((s) => s.scene.level === 'cells');
  return large ? <MapHost /> : <Tiles />;
}
