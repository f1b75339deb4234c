/** All that D3 draws of a cluster that is not large: fetched as soon as the controls answer. */
export { Tiles } from './cluster/tiles';
export { Lanes } from './time/lanes';
