import { createStore, type StoreApi } from 'zustand/vanilla';
import { findMissing, type MissingObject } from '../explain/missing';
import type { Status } from '../engine/index';
import type { Action, SetUpStep } from '../scenario/scenario';
import { parseDocuments, type Diagnostic, type ParsedText } from '../yaml/documents';
import { stopsOthers, waitsForDefinition } from './api-diagnostics';
import { objectId, objectsOf, vanishedFrom } from './applied-objects';
import { checkText, type CheckedText } from './check-text';
import { moveIn } from './move-in';
import type { SessionStore } from './session';
import type { DraftActions, DraftState } from './types';

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

/**
 * The store about the text in the editor: what is wrong with it, what it has become in the cluster. `opening`: the store that stood
 * for it until now, and becomes it.
 */
export function createDraft(session: SessionStore, ports: DraftPorts, opening?: DraftStore): DraftStore {
  /** Vanished objects that the user wants to keep. */
  const kept = new Set<string>();
  let failures: readonly Status[] = [];
  /** The text that was checked last. */
  let reviewed: string | undefined;
  /** The text that the last apply left partly or wholly refused. */
  let refused: string | undefined;

  /** Typing, checking and applying look at the same text: it is read once. */
  let latest: { text: string; parsed: ParsedText } | undefined;
  const parse = (text: string): ParsedText => {
    if (latest?.text !== text) latest = { text, parsed: parseDocuments(text) };
    return latest.parsed;
  };
  const look = (text: string): CheckedText => checkText(session.getState().cluster.api, parse(text));
  const judge = ({ parsed, ...checked }: CheckedText) => {
    failures = checked.failures;
    const { read } = session.getState().cluster;
    for (const object of objectsOf(parsed, read)) kept.delete(objectId(object));
    const vanished = vanishedFrom(parsed, read, mayHoldEvents(session)).filter((o) => !kept.has(objectId(o)));
    return { diagnostics: checked.diagnostics, vanished, missing: findMissing(read, failures) };
  };

  const state = (set: DraftStore['setState'], get: () => Draft, first: number): Draft => {
    const review = (): void => {
      reviewed = ports.getText();
      set(judge(look(reviewed)));
    };
    /** The server has just taken this text: it would say so again. */
    const accepted = (text: string): void => {
      const parsed = parse(text);
      reviewed = text;
      set(judge({ parsed, diagnostics: [...parsed.diagnostics], failures: [] }));
    };
    const markApplied = (): void => {
      const { revision } = get();
      set({ appliedRevision: isApplied(session, ports.getText()) ? revision : 0 });
    };

    return {
      revision: first,
      appliedRevision: isApplied(session, ports.getText()) ? first : 0,
      live: false,
      ...judge(look(ports.getText())),

      textChanged() {
        const revision = get().revision + 1;
        set({ revision });
        ports.later(() => {
          if (get().revision !== revision) return;
          review();
          if (get().live && !get().diagnostics.some(stopsOthers)) get().apply();
        });
      },
      apply() {
        const text = ports.getText();
        const shown = get().diagnostics;
        const isFresh = reviewed === text && !shown.some(waitsForDefinition);
        const known = isFresh ? shown : look(text).diagnostics;
        const { revision } = get();
        session.getState().run(APPLY, text, (lastApply) => {
          const succeeded = lastApply.status === 0;
          refused = succeeded ? undefined : text;
          if (succeeded && ports.getText() === text) accepted(text);
          else review();
          // The review above judges the text against the cluster after the apply; a rejection must stay visible as it was.
          // So must what shows only now that definitions are there.
          const later = known.some(waitsForDefinition) ? get().diagnostics : [];
          const isNew = ({ startLine, message }: Diagnostic): boolean =>
            !known.some((d) => d.startLine === startLine && d.message === message);
          if (!succeeded) set({ diagnostics: [...known, ...later.filter(isNew)] });
          const done = succeeded || !known.some((d) => stopsOthers(d) || waitsForDefinition(d));
          set({ lastApply, appliedRevision: done ? revision : get().appliedRevision });
        });
      },
      setLive(live) {
        set({ live });
        if (live && get().revision !== get().appliedRevision) get().textChanged(ports.getText());
      },
      deleteVanished(object) {
        const namespace = object.namespace === undefined ? '' : ` -n ${object.namespace}`;
        const line = `kubectl delete ${object.kind.toLowerCase()} ${object.name}${namespace}`;
        session.getState().run(line, undefined, review);
      },
      keepVanished(object) {
        kept.add(objectId(object));
        set({ vanished: get().vanished.filter((o) => objectId(o) !== objectId(object)) });
      },
      createStandIn(object) {
        session.getState().run('kubectl create -f -', object.manifest, () => {
          // Only what the user asked for already: a text edited since then waits for its own apply.
          if (refused !== undefined && refused === ports.getText()) get().apply();
          else review();
        });
      },
      reopened() {
        kept.clear();
        refused = undefined;
        set({ revision: get().revision + 1, lastApply: undefined });
        markApplied();
        review();
      },
    };
  };
  const store = opening
    ? // The text of a link is another than the one that stood there.
      moveIn<Draft, Draft>(opening, (set, get, before) => state(set, get, before.revision + 1))
    : createStore<Draft>()((set, get) => state(set, get, 1));

  session.subscribe((now, before) => {
    if (now.version === before.version) return;
    // What a set misses shows only once its pods fail: look again whenever the cluster changed.
    const missing = findMissing(now.cluster.read, failures);
    if (!sameList(missing, store.getState().missing)) store.setState({ missing });
    // Going back before an apply undoes it.
    if (now.now < before.now && now.cluster === before.cluster) {
      const { revision, appliedRevision } = store.getState();
      if (appliedRevision === revision && !isApplied(session, ports.getText()))
        store.setState({ appliedRevision: 0 });
    }
  });
  return store;
}

/** Whether anything that was asked for speaks of events. */
function mayHoldEvents(session: SessionStore): boolean {
  const { base, actions } = session.getState();
  const steps: readonly SetUpStep[] = [...base.setUp, ...actions];
  return steps.some((step) => 'line' in step && /event/i.test(`${step.line}\n${step.stdin ?? ''}`));
}

/** Whether the text is what was last applied at the playhead; stand-ins are created, not applied, and so do not count. */
function isApplied(session: SessionStore, text: string): boolean {
  const { base, actions, now, origin } = session.getState();
  const wasApply = (step: SetUpStep): step is Action => 'line' in step && step.line === APPLY;
  const last = actions.findLast((a) => a.at + origin <= now && wasApply(a)) ?? base.setUp.findLast(wasApply);
  return last?.stdin === text;
}

function sameList(a: readonly MissingObject[], b: readonly MissingObject[]): boolean {
  return a.length === b.length && a.every((m, i) => same(m, b[i]));
}

function same(a: MissingObject, b: MissingObject | undefined): boolean {
  return b !== undefined && objectId(a) === objectId(b) && a.neededBy === b.neededBy;
}
