/** All that only a large cluster needs: it is fetched when there is one, so that the page's frame stays small. */
export { createMap } from '../../render/create-map';
export { MAP_WORDS, MapLegend } from './map-legend';
export { lookFor } from './map-look';
export { MapToolbar } from './map-toolbar';
