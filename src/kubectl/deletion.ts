/** What `delete` and `replace --force` have in common. */
import type { KindRow } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import type { Pause, Shell } from './command';
import { typeName } from './resource-arguments';
import { openWatch } from './watching';

/** The line that reports a deletion (CLI-90). */
export function deleted(row: KindRow, { metadata }: KubeObject, word: string, suffix: string): string {
  const where = row.namespaced ? ` from ${metadata.namespace} namespace` : '';
  return `${typeName(row)} ${JSON.stringify(metadata.name)} ${word}${where}${suffix}\n`;
}

/** Waits until the object with this uid no longer exists; false at the deadline. */
export function* untilGone(
  shell: Shell,
  { row, object }: { row: KindRow; object: KubeObject },
  deadline: number | undefined,
): Generator<Pause, boolean, void> {
  const { name, namespace, uid } = object.metadata;
  const gone = () => {
    const answer = shell.api.get(row.id, namespace, name);
    return !answer.ok || answer.object.metadata.uid !== uid;
  };
  const watch = openWatch(shell.cluster, row.id, namespace, name);
  try {
    while (!gone()) {
      if (deadline !== undefined && shell.cluster.now >= deadline) return false;
      yield { type: 'watch', watch, ...(deadline === undefined ? {} : { deadline }) };
      watch.take();
    }
    return true;
  } finally {
    watch.close();
  }
}
