import { imagesOn } from '../image-spread';
import type { ClusterScorePlugin } from '../plugin';

const MIB = 1024 * 1024;
const LEAST = 23 * MIB;
const MOST_PER_CONTAINER = 1000 * MIB;

/** SCH-30: nodes that have the images already are better, the more so the bigger the images and the more nodes have them. */
export const imageLocality: ClusterScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  scores(pod, nodes, view) {
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const most = MOST_PER_CONTAINER * containers.length;
    const names = containers.map(({ image = '' }) => withTag(image));
    const spread = new Map<string, number>();
    for (const name of new Set(names)) {
      const having = view.images().nodesWith(name);
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
