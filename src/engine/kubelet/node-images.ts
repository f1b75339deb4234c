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

// Caches of pure functions: thousands of nodes hold the same images, and share the rows and mostly the whole list.
const rows = new Map<string, NodeImage>();
const lists = new Map<string, NodeImage[]>();
const KNOWN_LIMIT = 1000;

/** The largest first, 50 at most. */
export function nodeImages({ images }: Pick<Machine, 'images'>): NodeImage[] {
  const key = [...images].join(' ');
  let list = lists.get(key);
  if (!list) {
    if (lists.size >= KNOWN_LIMIT) lists.clear();
    lists.set(key, (list = listOf(images)));
  }
  return list;
}

function listOf(images: ReadonlySet<string>): NodeImage[] {
  return [...images]
    .map(rowOf)
    .sort((a, b) => b.sizeBytes - a.sizeBytes || compareText(b.names[0] ?? '', a.names[0] ?? ''))
    .slice(0, MOST);
}

function rowOf(full: string): NodeImage {
  let row = rows.get(full);
  if (!row) {
    if (rows.size >= KNOWN_LIMIT) rows.clear();
    const id = imageId(full);
    row = { names: full.includes('@') ? [id] : [id, full], sizeBytes: imageSize(full) };
    rows.set(full, row);
  }
  return row;
}
