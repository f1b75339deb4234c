import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EditorHandle } from '../editor/create-editor';
import type { CommandOutput } from '../state/types';
import { createCommandLog, logCommands, type CommandLog } from './command-log';
import type { Outlook } from './outlook';
import { createSceneFeed, type Draw, type DrawAtOnce, type SceneFeed } from './scene-feed';
import type { Services } from './services';
import type { Arrival, Simulation } from './simulation';

/** What the components share beside the services: derived things that live as long as the page. */
export interface Page {
  services: Services;
  /** What is shown until the simulation is there; undefined where nothing true can be. */
  outlook: Outlook | undefined;
  arrival: StoreApi<Arrival>;
  feed: SceneFeed;
  commands: CommandLog;
  /** Does something with the simulation: at once, or as soon as it is there. */
  whenHere: (task: (simulation: Simulation) => void) => void;
  /** Runs a command as if typed; a refusal becomes a notice. Returns whether it succeeded, or goes on. */
  run: (line: string, stdin?: string) => boolean;
  /** Changes the editor's text, before the editor has loaded as well. */
  setText: (text: string) => void;
  editor: EditorPlace;
}

/** Where the editor is found once it has loaded. */
export class EditorPlace {
  private handle: EditorHandle | undefined;

  get current(): EditorHandle | undefined {
    return this.handle;
  }

  fill(handle: EditorHandle | undefined): void {
    this.handle = handle;
  }
}

/** The page before its simulation has arrived. */
export function createPage(services: Services, outlook: Outlook | undefined, draw: DrawAtOnce): Page {
  const { session, draft, view, text, later } = services;
  const page: Page = {
    services,
    outlook,
    arrival: createStore<Arrival>()(() => ({ phase: 'coming' })),
    feed: createSceneFeed(session, view, draw),
    commands: createCommandLog(),
    editor: new EditorPlace(),
    whenHere: (task) =>
      later(() => {
        const { simulation } = page.arrival.getState();
        if (simulation) task(simulation);
      }),
    run(line, stdin) {
      const judge = ({ status, lines }: CommandOutput): void => {
        if (status === 0) {
          if (view.getState().notice?.tone === 'error') view.getState().notify(undefined);
          return;
        }
        const words = lines.filter((l) => l.stream === 'stderr').map((l) => l.text);
        view.getState().notify({ tone: 'error', text: words.join('\n').trim() || `${line} failed` });
      };
      return session.getState().run(line, stdin, judge).status === 0;
    },
    setText(next) {
      text.setText(next);
      // The editor reports its own changes; without one nobody would.
      if (!page.editor.current) draft.getState().textChanged(next);
    },
  };
  return page;
}

/** The simulation is there: the page's stores have become its own, and what it draws takes the place of the first picture. */
export function arrive(page: Page, simulation: Simulation, draw: Draw): void {
  logCommands(page.commands, simulation.session);
  page.feed.drawWith(draw);
  page.arrival.setState({ phase: 'here', simulation });
}
