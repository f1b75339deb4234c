import type { EditorHandle } from '../editor/create-editor';
import { createCommandLog, type CommandLog } from './command-log';
import { createSceneFeed, type SceneFeed } from './scene-feed';
import type { Services } from './services';

/** What the components share beside the services: derived things that live as long as the page. */
export interface Page {
  services: Services;
  feed: SceneFeed;
  commands: CommandLog;
  /** Runs a command as if typed; a refusal becomes a notice. Returns whether it succeeded. */
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

export function createPage(services: Services): Page {
  const { session, draft, view, text } = services;
  const page: Page = {
    services,
    feed: createSceneFeed(session, view),
    commands: createCommandLog(session),
    editor: new EditorPlace(),
    run(line, stdin) {
      const output = session.getState().run(line, stdin);
      if (output.status === 0) {
        if (view.getState().notice?.tone === 'error') view.getState().notify(undefined);
        return true;
      }
      const words = output.lines.filter((l) => l.stream === 'stderr').map((l) => l.text);
      view.getState().notify({ tone: 'error', text: words.join('\n').trim() || `${line} failed` });
      return false;
    },
    setText(next) {
      text.setText(next);
      // The editor reports its own changes; without one nobody would.
      if (!page.editor.current) draft.getState().textChanged(next);
    },
  };
  return page;
}
