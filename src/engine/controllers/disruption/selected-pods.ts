import { matchesSelector } from '../../../k8s/labels';
import type { LabelSelector, Pod, PodDisruptionBudget } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { SortedList } from '../../../lib/sorted-list';
import type { Reader, WatchEvent } from '../../api/types';
import { derivedFrom } from '../../derived';

interface Selected {
  namespace: string;
  selector: LabelSelector | undefined;
  /** By name. */
  pods: SortedList<Pod>;
}

/** The pods that budgets select, in step with the watch events once a budget has been looked at. */
class SelectedPods {
  /** By uid of the budget. */
  private readonly budgets = new Map<string, Selected>();

  /** To be told of every event. */
  note(event: WatchEvent): void {
    if (event.kind === 'PodDisruptionBudget' && event.type === 'DELETED')
      this.budgets.delete(event.object.metadata.uid);
    if (event.kind !== 'Pod') return;
    const { namespace, name, labels } = event.object.metadata;
    for (const selected of this.budgets.values()) {
      if (selected.namespace !== namespace) continue;
      if (event.type !== 'DELETED' && matchesSelector(selected.selector, labels))
        selected.pods.set(name, event.object);
      else selected.pods.delete(name);
    }
  }

  /** In order of their names. */
  of(read: Reader, { metadata, spec: { selector } }: PodDisruptionBudget): readonly Pod[] {
    const { uid, namespace = '' } = metadata;
    let selected = this.budgets.get(uid);
    if (!selected || !deepEqual(selected.selector, selector)) {
      selected = { namespace, selector, pods: new SortedList() };
      for (const pod of read.list('Pod', namespace))
        if (matchesSelector(selector, pod.metadata.labels)) selected.pods.set(pod.metadata.name, pod);
      this.budgets.set(uid, selected);
    }
    return selected.pods.items();
  }
}

export const selectedPods = derivedFrom<object, SelectedPods>(() => new SelectedPods());
