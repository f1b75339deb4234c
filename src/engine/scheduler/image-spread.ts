/** Which images nodes have, and how many nodes have an image. */
import type { Node } from '../../k8s/types';
import { addCount } from './placed-pods';

type Images = NonNullable<Node['status']['images']>;

const sizesByImages = new WeakMap<Images, ReadonlyMap<string, number>>();
const NO_IMAGES: ReadonlyMap<string, number> = new Map();

/** Sizes in bytes by all names that the node knows its images by. */
export function imagesOn(node: Node | undefined): ReadonlyMap<string, number> {
  const images = node?.status.images;
  if (!images?.length) return NO_IMAGES;
  let sizes = sizesByImages.get(images) as Map<string, number> | undefined;
  if (!sizes) {
    sizes = new Map();
    for (const { names, sizeBytes = 0 } of images) for (const name of names ?? []) sizes.set(name, sizeBytes);
    sizesByImages.set(images, sizes);
  }
  return sizes;
}

/**
 * Kept in step node by node, when somebody asks: most nodes tell of another image many times before the next pod is to be placed.
 * Derived from the objects alone, so no part of a checkpoint.
 */
export class ImageSpread {
  /** By name of a node: what it had when it was last looked at. */
  private readonly known = new Map<string, ReadonlyMap<string, number>>();
  private readonly having = new Map<string, number>();
  /** Nodes to look at, by name; undefined: it has gone. */
  private readonly stale = new Map<string, Node | undefined>();

  constructor(nodes: readonly Node[]) {
    for (const node of nodes) this.changed(node.metadata.name, node);
  }

  /** The node has come or changed, or gone. */
  changed(name: string, node: Node | undefined): void {
    if (node || this.known.has(name)) this.stale.set(name, node);
    else this.stale.delete(name);
  }

  nodesWith(image: string): number {
    for (const [name, node] of this.stale) this.look(name, node);
    this.stale.clear();
    return this.having.get(image) ?? 0;
  }

  private look(name: string, node: Node | undefined): void {
    const now = imagesOn(node);
    const before = this.known.get(name) ?? NO_IMAGES;
    if (now === before) return;
    for (const image of before.keys()) addCount(this.having, image, -1);
    for (const image of now.keys()) addCount(this.having, image, 1);
    if (node) this.known.set(name, now);
    else this.known.delete(name);
  }
}
