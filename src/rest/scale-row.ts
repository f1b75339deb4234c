/** The Scale that stands for an object with replicas, as if it were a kind of its own. */
import { ageOf, type KindDefinition, type KindTable } from '../engine/index';
import type { Kind, KubeObject } from '../k8s/types';
import { SCALE } from './body';

interface Scale extends KubeObject {
  spec: { replicas?: number };
  status: { replicas: number };
}

const scaleTable: KindTable<Scale> = {
  columns: [
    { name: 'Name', type: 'string' },
    { name: 'Desired', type: 'integer' },
    { name: 'Available', type: 'integer' },
    { name: 'Age', type: 'string' },
  ],
  cells: (scale, now) => [
    scale.metadata.name,
    scale.spec.replicas ?? 0,
    scale.status.replicas,
    ageOf(scale, now),
  ],
};

/** How answers of the scale subresource are shown. */
export function scaleRow(row: KindDefinition): KindDefinition {
  return { ...row, ...SCALE, id: SCALE.kind as Kind, table: scaleTable as KindTable<KubeObject> };
}
