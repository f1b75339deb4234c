import { baseById } from './scenario/catalog/index';
import type { Scenario } from './scenario/scenario';
import { decodeLink, encodeLink } from './share/link';
import { readStorage, STORAGE_KEYS, writeStorage } from './storage';
import type { DraftStore } from './state/draft';
import { defaultScenario, type SessionStore } from './state/session';
import type { TextPort } from './state/text-port';

/** Real milliseconds between saves. */
const SAVE_EVERY = 2_000;

export interface OwnWork {
  /** Opens what is not the user's own; their work, saved first, comes back with `asOwn`. */
  asShared(open: () => void): void;
  /** Opens the user's own work again, unless it is open. */
  asOwn(open: () => void): void;
}

export function readOwnWork(): Scenario | undefined {
  const parsed = decodeLink(readStorage(STORAGE_KEYS.work) ?? '');
  return parsed.ok && baseById(parsed.scenario.base) ? parsed.scenario : undefined;
}

/** Whether it is where everybody begins, but for the time that has passed. */
function isUntouched({ base, seed, actions, text }: Scenario): boolean {
  const start = defaultScenario();
  return base === start.base && seed === start.seed && actions.length === 0 && text === start.text;
}

interface Work {
  session: SessionStore;
  draft: DraftStore;
  text: TextPort;
}

/** Saves the user's own work: at most every two seconds, and when the page is left. `mine`: whether it is open now. */
export function keepOwnWork({ session, draft, text }: Work, mine: boolean): OwnWork {
  let opening = false;
  let dirty = false;
  const save = (): void => {
    if (!mine || !dirty) return;
    dirty = false;
    const scenario = session.getState().toScenario(text.getText());
    // Whoever has only looked on begins anew next time: of that start the page knows the picture before anything else.
    writeStorage(STORAGE_KEYS.work, isUntouched(scenario) ? undefined : encodeLink(scenario));
  };
  const changed = (): void => {
    if (opening) return;
    dirty = true;
    if (mine) return;
    // From the first change on a shared scenario is the user's own, and a reload must not bring the link back.
    mine = true;
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  };
  const switchTo = (own: boolean, open: () => void): void => {
    save();
    mine = own;
    opening = true;
    open();
    opening = false;
    dirty = false;
  };
  session.subscribe((now, before) => {
    if (now.actions !== before.actions) changed();
    else if (now.now !== before.now) dirty = true;
  });
  draft.subscribe((now, before) => {
    if (now.revision !== before.revision) changed();
  });
  window.setInterval(save, SAVE_EVERY);
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', save);
  return {
    asShared: (open) => switchTo(false, open),
    asOwn: (open) => {
      if (!mine) switchTo(true, open);
    },
  };
}
