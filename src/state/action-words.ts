import { faultById } from '../engine/index';
import type { Action } from '../scenario/scenario';

/** A few words for an action, for the clock's caption and the timeline: `applied`, `worker-3 added`, `worker-1 cordoned`. */
export function describeAction({ line }: Action): string {
  const words = line.trim().split(/\s+/);
  const [program, verb = '', ...rest] = words;
  if (program === 'sim') return describeSim(verb, rest);
  const names = withoutFlags(rest);
  switch (verb) {
    case 'apply':
      return 'manifest applied';
    case 'create':
      return 'objects created';
    case 'cordon':
    case 'uncordon':
      return `${names.join(', ')} ${verb}ed`;
    case 'label':
    case 'annotate':
    case 'taint': {
      const [, name = '', ...changes] = names;
      return `${name}: ${verb} ${changes.join(' ')}`;
    }
    case 'delete':
      return `${names.join(' ')} deleted`;
    case 'set':
      return `${names.slice(1).join(' ')} set`;
    default:
      return line.slice(0, 60);
  }
}

const FLAGS_WITH_VALUE = new Set(['-n', '--namespace', '-l', '--selector', '-f', '--filename', '-c']);

function withoutFlags(words: readonly string[]): string[] {
  return words.filter((w, i) => !w.startsWith('-') && !FLAGS_WITH_VALUE.has(words[i - 1] ?? ''));
}

function describeSim(verb: string, rest: readonly string[]): string {
  const names = withoutFlags(rest).map((w) => w.replace(/[:[].*/, ''));
  if (verb === 'add-node') return `${names.length > 3 ? `${names.length} nodes` : names.join(', ')} added`;
  if (verb === 'stop-kubelet') return faultWords('broken', 'kubelet-stopped', names);
  if (verb === 'start-kubelet') return faultWords('mended', 'kubelet-stopped', names);
  if (verb === 'break') return faultWords('broken', names[0] ?? '', names.slice(1));
  if (verb === 'mend') return faultWords('mended', names[0] ?? '', names.slice(1));
  if (verb === 'place-daemon-pods') return `daemon pods placed by the ${names.join(' ')}`;
  return verb;
}

function faultWords(when: 'broken' | 'mended', id: string, targets: readonly string[]): string {
  return faultById(id)?.[when]?.replace('{target}', targets.join(', ')) ?? id;
}
