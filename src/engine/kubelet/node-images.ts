/** `status.images`: what a kubelet tells of the images on its machine. */
import { compareText } from '../../lib/compare';
import { imageId, imageSize } from './registry';
import type { Machine } from './state';

/** nodeStatusMaxImages. */
const MOST = 50;

export interface NodeImage {
  names: string[];
  sizeBytes: number;
}

// A cache of a pure function: thousands of nodes hold the same images.
const rows = new Map<string, NodeImage>();

/** The largest first, 50 at most. */
export function nodeImages({ images }: Pick<Machine, 'images'>): NodeImage[] {
  if (rows.size > 1000) rows.clear();
  return [...images]
    .map(rowOf)
    .sort((a, b) => b.sizeBytes - a.sizeBytes || compareText(b.names[0] ?? '', a.names[0] ?? ''))
    .slice(0, MOST);
}

function rowOf(full: string): NodeImage {
  let row = rows.get(full);
  if (!row) {
    const id = imageId(full);
    row = { names: full.includes('@') ? [id] : [id, full], sizeBytes: imageSize(full) };
    rows.set(full, row);
  }
  return row;
}
