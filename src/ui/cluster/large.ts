/** All that only a large cluster needs: it is fetched when there is one, so that the page's frame stays small. */
export { MapHost } from './map-host';
export { MapLegend } from './map-legend';
export { MapToolbar } from './map-toolbar';
