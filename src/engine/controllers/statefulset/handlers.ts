/** Pod events to the keys of their sets. Upstream's controller does not watch revisions and claims either. */
import { isPodReady } from '../../../k8s/conditions';
import { controllerOf } from '../../../k8s/owner';
import { keyOf } from '../../../k8s/ref';
import type { WatchEvent } from '../../api/types';
import { concernedOwners } from '../../owner-events';
import type { StatefulContext } from './stateful-context';

export function onPod(ctx: StatefulContext, event: Extract<WatchEvent, { kind: 'Pod' }>): void {
  const { object: pod, old } = event;
  const justReady = old !== undefined && isPodReady(pod) && !isPodReady(old);
  for (const { metadata, spec } of concernedOwners(ctx.read, 'StatefulSet', event)) {
    const key = keyOf(metadata.namespace, metadata.name);
    ctx.enqueue(key);
    const { minReadySeconds = 0 } = spec;
    // A second more, as upstream.
    if (justReady && minReadySeconds > 0 && controllerOf(pod)?.uid === metadata.uid)
      ctx.enqueueAfter(key, (minReadySeconds + 1) * 1000);
  }
}
