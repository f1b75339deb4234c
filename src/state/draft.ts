import { createStore, type StoreApi } from 'zustand/vanilla';
import { findMissing, type MissingObject } from '../explain/missing';
import type { Status } from '../engine/index';
import { applyDocuments } from '../kubectl/apply';
import { parseDocuments, type Diagnostic, type YamlDocument } from '../yaml/documents';
import { clientDiagnostic, rejectionDiagnostics } from './api-diagnostics';
import { objectsOf, vanishedFrom, type AppliedObject } from './applied-objects';
import type { SessionStore } from './session';
import type { DraftActions, DraftState, VanishedObject } from './types';

export type Draft = DraftState & DraftActions;
export type DraftStore = StoreApi<Draft>;

/** Where the text lives (architecture rule 9), and how to wait. */
export interface DraftPorts {
  getText(): string;
  /** Runs `task` after a pause; a new call replaces the one that waits. */
  later(task: () => void): void;
}

/** What the button and the shortcut run. */
const APPLY = 'kubectl apply -f -';

interface Check {
  diagnostics: Diagnostic[];
  failures: Status[];
}

/** The store about the text in the editor: what is wrong with it, what it has become in the cluster. */
export function createDraft(session: SessionStore, ports: DraftPorts): DraftStore {
  let applied = appliedSoFar(session);
  let dismissed = new Set<string>();
  let failures: Status[] = [];

  const store = createStore<Draft>()((set, get) => {
    const review = (text: string): Check => {
      const checked = check(session, text);
      failures = checked.failures;
      const vanished = vanishedFrom(applied, text, session.getState().cluster.read).filter(
        (o) => !dismissed.has(idOf(o)),
      );
      set({ diagnostics: checked.diagnostics, vanished, missing: missingNow(session, failures) });
      return checked;
    };

    return {
      revision: 1,
      appliedRevision: isApplied(session, ports.getText()) ? 1 : 0,
      live: false,
      diagnostics: [],
      vanished: [],
      missing: [],

      textChanged() {
        const revision = get().revision + 1;
        set({ revision });
        ports.later(() => {
          if (get().revision !== revision) return;
          const { diagnostics } = review(ports.getText());
          if (get().live && !diagnostics.some((d) => d.severity === 'error')) get().apply();
        });
      },
      apply() {
        const text = ports.getText();
        const { revision } = get();
        const { diagnostics } = check(session, text);
        const lastApply = session.getState().run(APPLY, text);
        applied = [...applied, ...objectsOf(text)];
        dismissed = new Set();
        review(text);
        // The review above judges the text against the cluster after the apply; a rejection must stay visible as it was.
        if (lastApply.status !== 0) set({ diagnostics });
        set({ lastApply, appliedRevision: lastApply.status === 0 ? revision : get().appliedRevision });
      },
      setLive(live) {
        set({ live });
        if (live && get().revision !== get().appliedRevision) get().textChanged('');
      },
      deleteVanished(object) {
        const namespace = object.namespace === undefined ? '' : ` -n ${object.namespace}`;
        session.getState().run(`kubectl delete ${object.kind.toLowerCase()} ${object.name}${namespace}`);
        applied = applied.filter((o) => idOf(o) !== idOf(object));
        review(ports.getText());
      },
      keepVanished(object) {
        dismissed.add(idOf(object));
        set({ vanished: get().vanished.filter((o) => idOf(o) !== idOf(object)) });
      },
      createStandIn(object) {
        const rejected = get().lastApply !== undefined && get().lastApply?.status !== 0;
        session.getState().run('kubectl create -f -', object.manifest);
        if (rejected) get().apply();
        else review(ports.getText());
      },
      reopened() {
        const text = ports.getText();
        applied = appliedSoFar(session);
        dismissed = new Set();
        const revision = get().revision + 1;
        set({ revision, appliedRevision: isApplied(session, text) ? revision : 0, lastApply: undefined });
        review(text);
      },
    };
  });

  // What a set misses shows only once its pods fail: look again whenever the cluster changed.
  session.subscribe((now, before) => {
    if (now.version === before.version) return;
    const missing = missingNow(session, failures);
    if (
      missing.length !== store.getState().missing.length ||
      missing.some((m, i) => !same(m, store.getState().missing[i]))
    )
      store.setState({ missing });
  });
  return store;
}

/** Texts applied until the playhead, oldest first; stand-ins are created, not applied, and so do not count. */
function appliedTexts(session: SessionStore): string[] {
  const { base, actions, now, origin } = session.getState();
  const past = actions.filter((a) => a.at + origin <= now);
  return [...base.setUp, ...past].flatMap(({ line, stdin }) =>
    line === APPLY && stdin !== undefined ? [stdin] : [],
  );
}

function appliedSoFar(session: SessionStore): AppliedObject[] {
  return appliedTexts(session).flatMap(objectsOf);
}

function isApplied(session: SessionStore, text: string): boolean {
  return appliedTexts(session).at(-1) === text;
}

function check(session: SessionStore, text: string): Check {
  const parsed = parseDocuments(text);
  const diagnostics = [...parsed.diagnostics];
  const failures: Status[] = [];
  // kubectl sends nothing of a text that it cannot read.
  if (diagnostics.some((d) => d.severity === 'error')) return { diagnostics, failures };
  const documents = parsed.documents.filter(
    (d): d is YamlDocument & { object: object } => d.object !== undefined,
  );
  const created = new Set(documents.filter((d) => d.object['kind'] === 'Namespace').map((d) => nameOf(d)));
  const manifests = documents.map(({ object }, index) => ({ object, index }));
  const results = applyDocuments(session.getState().cluster.api, manifests, {
    dryRun: true,
    fileName: 'STDIN',
  });
  for (const { index, status, clientError } of results) {
    const document = documents[index];
    if (!document) continue;
    if (clientError !== undefined) diagnostics.push(clientDiagnostic(document, clientError));
    if (!status) continue;
    // A namespace that this text itself creates is only missing in the dry run.
    const missing = /^namespaces "(.*)" not found$/.exec(status.message)?.[1];
    if (missing !== undefined && created.has(missing)) continue;
    failures.push(status);
    diagnostics.push(...rejectionDiagnostics(document, status));
  }
  return { diagnostics, failures };
}

function nameOf(document: YamlDocument): string {
  const meta = document.object?.['metadata'];
  const name = meta && typeof meta === 'object' && !Array.isArray(meta) ? meta['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

function missingNow(session: SessionStore, failures: readonly Status[]): MissingObject[] {
  return findMissing(session.getState().cluster.read, failures);
}

function same(a: MissingObject, b: MissingObject | undefined): boolean {
  return b !== undefined && idOf(a) === idOf(b) && a.neededBy === b.neededBy;
}

function idOf(object: VanishedObject): string {
  return `${object.kind} ${object.namespace ?? ''}/${object.name}`;
}
