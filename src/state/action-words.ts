import { faultById, faultSentence } from '../engine/index';
import { globalFlags, parseFlags } from '../kubectl/flags';
import { podTarget } from '../kubectl/sim';
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
    case 'scale': {
      const count = /--replicas[= ](\d+)/.exec(line)?.[1];
      return `${names.join(' ')} scaled${count === undefined ? '' : ` to ${count}`}`;
    }
    case 'drain':
      return `${names.join(', ')} drained`;
    case 'rollout': {
      const done = ROLLOUTS[names[0] ?? ''];
      return done === undefined ? line.slice(0, 60) : `${names.slice(1).join(' ')} ${done}`;
    }
    case 'set':
      return `${names.slice(1).join(' ')} set`;
    default:
      return line.slice(0, 60);
  }
}

const ROLLOUTS: Readonly<Record<string, string>> = {
  restart: 'restarted',
  undo: 'rolled back',
  pause: 'paused',
  resume: 'resumed',
};

const FLAGS_WITH_VALUE = new Set([
  '--replicas',
  '-n',
  '--namespace',
  '-l',
  '--selector',
  '-f',
  '--filename',
  '-c',
]);

function withoutFlags(words: readonly string[]): string[] {
  return words.filter((w, i) => !w.startsWith('-') && !FLAGS_WITH_VALUE.has(words[i - 1] ?? ''));
}

function describeSim(verb: string, rest: readonly string[]): string {
  const names = withoutFlags(rest).map((w) => w.replace(/[:[].*/, ''));
  if (verb === 'add-node') return `${names.length > 3 ? `${names.length} nodes` : names.join(', ')} added`;
  if (verb === 'stop-kubelet') return faultWords('broken', 'kubelet-stopped', names);
  if (verb === 'start-kubelet') return faultWords('mended', 'kubelet-stopped', names);
  if (verb === 'break') return podFaultWords('broken', rest);
  if (verb === 'mend') return podFaultWords('mended', rest);
  if (verb === 'place-daemon-pods') return `daemon pods placed by the ${names.join(' ')}`;
  return verb;
}

/** In the words that the command prints. */
function podFaultWords(when: 'broken' | 'mended', rest: readonly string[]): string {
  const line = parseFlags(globalFlags, rest);
  if (!line.ok) return rest.join(' ');
  const [id = '', ...words] = line.args;
  const namespace = line.flags.text('namespace') || 'default';
  const targets = words.map((word) => {
    const target = faultById(id)?.scope === 'pod' ? podTarget(word, namespace) : word;
    return typeof target === 'string' ? target.replace(/^default\//, '') : word;
  });
  return faultWords(when, id, targets);
}

function faultWords(when: 'broken' | 'mended', id: string, targets: readonly string[]): string {
  return faultSentence(faultById(id), when, targets.join(', ')) || id;
}
