/** Quality-of-service class of a pod (VAL-5). */
import { compareQuantities, parseQuantity } from './quantity';
import type { PodSpec } from './types';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

type Resources = { limits?: Record<string, string>; requests?: Record<string, string> };

const COUNTED = ['cpu', 'memory'] as const;

/** Only cpu and memory count, over init and regular containers; a zero quantity counts as absent. */
export function qosClass(spec: PodSpec): QosClass {
  let any = false;
  let guaranteed = true;
  // The resources of the pod as a whole are all that counts when it has them; the published types do not know them.
  const { resources } = spec as { resources?: Resources };
  const counted: readonly { resources?: Resources }[] =
    resources && Object.keys({ ...resources.limits, ...resources.requests }).length > 0
      ? [{ resources }]
      : [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  for (const container of counted) {
    for (const name of COUNTED) {
      const request = positive(container.resources?.requests?.[name]);
      const limit = positive(container.resources?.limits?.[name]);
      if (request !== undefined || limit !== undefined) any = true;
      // A request that is absent is defaulted from the limit before this matters (VAL-3).
      if (limit === undefined || (request !== undefined && compareQuantities(request, limit) !== 0))
        guaranteed = false;
    }
  }
  if (!any) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function positive(text: string | undefined): string | undefined {
  return text !== undefined && (parseQuantity(text) ?? 0) > 0 ? text : undefined;
}
