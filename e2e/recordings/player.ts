/** Plays a recording's lines against the simulation, with stand-ins for kubelets, and writes down the same as the recording has. */
import { Cluster } from '../../src/engine/index';
import { COMPONENTS } from '../../src/engine/registry';
import type { Component } from '../../src/engine/component';
import type { Kind } from '../../src/k8s/types';
import { runLine } from './command-lines';
import { Placeholders } from './placeholders';
import { LOOKS, type News, type Step } from './recording';
import { nodeManifest, standInKubelets } from './stand-in-kubelets';
import { Telling } from './telling';

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000;

/**
 * What is left to chance upstream: names and choices among equals, the phase of periodic looks (milliseconds), how long kubectl takes
 * (milliseconds). A recording is one draw of many; so is each number from 0.
 */
function drawn(chance: number): { seed: number; phase: number; command: number } {
  return { seed: chance + 1, phase: (chance * 1370) % 20_000, command: 100 + 100 * (chance % 4) };
}

const WORDS: readonly [string, Kind][] = [
  ['pod', 'Pod'],
  ['node', 'Node'],
  ['event', 'Event'],
  ['ds', 'DaemonSet'],
  ['deploy', 'Deployment'],
  ['rs', 'ReplicaSet'],
  ['sts', 'StatefulSet'],
  ['revision', 'ControllerRevision'],
];

const PROCESSES: Readonly<Record<string, string>> = {
  'kube-controller-manager': 'controller-manager-stopped',
  'kube-scheduler': 'scheduler-stopped',
};

const COMPONENTS_WITH_STAND_INS = [
  standInKubelets as Component,
  ...COMPONENTS.filter(({ name }) => name !== 'kubelet'),
];

/** The steps with what the simulation printed (undefined: left out) and what happened in it. */
export interface Played extends Omit<Step, 'printed'> {
  printed?: string[];
}

export function play(steps: readonly Step[], chance: number): Played[] {
  const player = new Player(drawn(chance));
  const played = steps.map((step) => player.play(step));
  // Names are known by what comes later, too.
  return played.map((step) => player.withPlaceholders(step));
}

class Player {
  private readonly cluster: Cluster;
  private readonly placeholders = new Placeholders();
  private readonly telling = new Telling();
  private readonly watches;
  private readonly command: number;
  private since: number;

  constructor({ seed, phase, command }: ReturnType<typeof drawn>) {
    this.command = command;
    this.cluster = new Cluster({ seed, startTime: START, components: COMPONENTS_WITH_STAND_INS });
    this.watches = WORDS.map(([word, kind]) => ({ word, watch: this.cluster.watch(kind) }));
    this.cluster.advanceTo(START + 10_000 + phase);
    this.since = this.cluster.now;
  }

  play(step: Step): Played {
    const { cluster } = this;
    const looks = step.type === 'command' && LOOKS.test(step.text);
    const { since } = this;
    if (!looks) this.since = cluster.now;
    if (step.type === 'directive') {
      this.direct(step.text);
      return {
        ...step,
        printed: [],
        news: this.news(step.text.startsWith('nodes') ? undefined : this.since),
      };
    }
    const began = cluster.now;
    const printed = runLine(cluster, step.text, step.stdin);
    if (!step.text.startsWith('sleep')) cluster.advanceTo(cluster.now + this.command);
    const news = this.news(looks ? since : began);
    return { ...step, news, printed: printed?.split('\n').filter((line) => line.trim() !== '') };
  }

  withPlaceholders(step: Played): Played {
    const printed = step.printed && this.placeholders.text(step.printed.join('\n'), step.text).split('\n');
    const news = step.news.map(({ at, text }) => ({ at, text: this.placeholders.text(text) }));
    return { ...step, news, printed: printed?.filter((line) => line !== '') };
  }

  private direct(text: string): void {
    const { cluster } = this;
    const [verb = '', ...words] = text.split(' ');
    const [name = '', ...options] = words;
    if (verb === 'nodes') {
      for (const node of words) this.addNode(node, []);
      this.untilReady();
    } else if (verb === 'crowd') {
      for (let i = 1; i <= Number(name); i++) this.addNode(`crowd-${String(i).padStart(3, '0')}`, []);
      this.untilReady();
    } else if (verb === 'add-node') this.addNode(name, options);
    else if (verb === 'stop-kubelet')
      cluster.input({ type: 'break', fault: 'kubelet-stopped', target: name });
    else if (verb === 'start-kubelet')
      cluster.input({ type: 'mend', fault: 'kubelet-stopped', target: name });
    else if (verb === 'stop') cluster.input({ type: 'break', fault: PROCESSES[name] ?? '', target: '' });
    else if (verb === 'start') cluster.input({ type: 'mend', fault: PROCESSES[name] ?? '', target: '' });
    else if (verb !== 'omit') throw new Error(`unknown directive ${verb}`);
  }

  private untilReady(): void {
    const { cluster } = this;
    cluster.advanceTo(cluster.now + 8000);
    const tainted = (): boolean =>
      cluster.read
        .list('Node')
        .some(({ spec }) => spec.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready'));
    while (tainted()) cluster.advanceTo(cluster.now + 1000);
  }

  private addNode(name: string, options: string[]): void {
    const option = (key: string): string[] =>
      options
        .find((o) => o.startsWith(`${key}=`))
        ?.slice(key.length + 1)
        .split(',') ?? [];
    const role = 'node-role.kubernetes.io/control-plane';
    const own = name.startsWith('control-plane');
    const labels = [...(own ? [role] : []), ...option('labels')];
    const taints = [...(own ? [`${role}:NoSchedule`] : []), ...option('taints')];
    const { cluster } = this;
    const answer = cluster.api.create(
      'Node',
      undefined,
      nodeManifest(name, { labels, taints, now: cluster.now }),
    );
    if (!answer.ok) throw new Error(answer.status.message);
  }

  /** What has happened since the last call, in order; nothing is told without `since`, but it is known from then on. */
  private news(since: number | undefined): News[] {
    const seen = this.watches
      .flatMap(({ word, watch }) => watch.take().map((event) => ({ ...event, kind: word })))
      .sort((a, b) => a.revision - b.revision);
    for (const event of seen) this.placeholders.learn(event);
    const told = seen.map(({ kind, type, object, at }) => ({
      at,
      text: this.telling.say({ kind, type, object }),
    }));
    if (since === undefined) return [];
    return told.filter(({ text }) => text !== '').map(({ at, text }) => ({ at: (at - since) / 1000, text }));
  }
}
