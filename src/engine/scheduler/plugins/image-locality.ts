import type { Node } from '../../../k8s/types';
import type { ScorePlugin } from '../plugin';

const MIB = 1024 * 1024;
const LEAST = 23 * MIB;
const MOST_PER_CONTAINER = 1000 * MIB;

const sizesByImages = new WeakMap<object, ReadonlyMap<string, number>>();
const NO_IMAGES: ReadonlyMap<string, number> = new Map();

/** SCH-30: nodes that have the images already are better, the more so the bigger the images and the more nodes have them. */
export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  scores(pod, nodes, view) {
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const most = MOST_PER_CONTAINER * containers.length;
    const names = containers.map(({ image = '' }) => withTag(image));
    const spread = new Map<string, number>();
    for (const name of new Set(names)) {
      let having = 0;
      for (const node of view.nodes()) if (imagesOn(node).has(name)) having++;
      if (having > 0) spread.set(name, having / view.nodeCount);
    }
    if (spread.size === 0) return undefined;
    return nodes.map((node) => {
      const images = imagesOn(node);
      let sum = 0;
      for (const name of names) {
        const size = images.get(name);
        if (size !== undefined) sum += Math.trunc(size * (spread.get(name) ?? 0));
      }
      return Math.floor((100 * (Math.min(Math.max(sum, LEAST), most) - LEAST)) / (most - LEAST));
    });
  },
};

/** As runtimes name it; nothing is added in front of a short name. */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

/** Sizes in bytes by all names that the node knows its images by. */
function imagesOn(node: Node): ReadonlyMap<string, number> {
  const { images } = node.status;
  if (!images?.length) return NO_IMAGES;
  let sizes = sizesByImages.get(images) as Map<string, number> | undefined;
  if (!sizes) {
    sizes = new Map();
    for (const { names, sizeBytes = 0 } of images) for (const name of names ?? []) sizes.set(name, sizeBytes);
    sizesByImages.set(images, sizes);
  }
  return sizes;
}
