/** The page without a browser: session and draft over one text, whose pauses in typing end at once. */
import type { DaemonSet, Pod } from '../../k8s/types';
import { podStatusWord } from '../../k8s/pod-status';
import type { Scenario } from '../../scenario/scenario';
import { createDraft, type DraftStore } from '../draft';
import { createSession, defaultScenario, type SessionStore } from '../session';
import { TextPort } from '../text-port';

export class Page {
  readonly session: SessionStore;
  readonly draft: DraftStore;
  readonly port: TextPort;

  constructor(scenario: Scenario = defaultScenario()) {
    this.session = createSession(scenario);
    this.port = new TextPort(scenario.text);
    this.draft = createDraft(this.session, {
      getText: () => this.port.getText(),
      later: (task) => task(),
    });
  }

  /** As if typed, with the pause after it. */
  type(text: string): void {
    this.port.setText(text);
    this.draft.getState().textChanged(text);
  }

  apply(text?: string): string {
    if (text !== undefined) this.type(text);
    this.draft.getState().apply();
    return (
      this.draft
        .getState()
        .lastApply?.lines.map((l) => l.text)
        .join('\n') ?? ''
    );
  }

  run(line: string, stdin?: string): string {
    return this.session
      .getState()
      .run(line, stdin)
      .lines.map((l) => l.text)
      .join('\n');
  }

  wait(seconds: number): void {
    const { session } = this;
    // From where it is on its way to.
    while (!session.getState().work(1000));
    const { now } = session.getState();
    while (!session.getState().advanceTo(now + seconds * 1000, 1000));
  }

  get cluster() {
    return this.session.getState().cluster;
  }

  get digest(): string {
    return this.cluster.digest();
  }

  /** `message @line` of each diagnostic. */
  get marks(): string[] {
    return this.draft.getState().diagnostics.map((d) => `${d.startLine}: ${d.message}`);
  }

  set(name: string, namespace = 'default'): DaemonSet | undefined {
    return this.cluster.read.get('DaemonSet', namespace, name);
  }

  pods(name: string, namespace = 'default'): readonly Pod[] {
    const uid = this.set(name, namespace)?.metadata.uid;
    return uid === undefined ? [] : this.cluster.read.ownedBy('Pod', uid);
  }

  /** `node word` of each pod of a set, by node. */
  where(name: string, namespace = 'default'): string[] {
    return this.pods(name, namespace)
      .map((pod) => `${pod.spec.nodeName ?? '-'} ${podStatusWord(pod)}`)
      .sort();
  }

  /** desired/current/ready/up-to-date/available of a set, as `kubectl get ds` counts. */
  counts(name: string, namespace = 'default'): string {
    const s = this.set(name, namespace)?.status;
    return s === undefined
      ? 'none'
      : [
          s.desiredNumberScheduled,
          s.currentNumberScheduled,
          s.numberReady,
          s.updatedNumberScheduled ?? 0,
          s.numberAvailable ?? 0,
        ].join('/');
  }

  /** Messages of the events about an object or its pods. */
  events(reason: string): string[] {
    return this.cluster.read
      .list('Event')
      .filter((e) => e.reason === reason)
      .map((e) => e.message ?? '');
  }
}
