/**
 * The YAML editor behind a small handle; loaded lazily, for it brings all of Monaco. The editor owns its text:
 * whoever wants to change it goes through the handle, so that undo works.
 */
import { serviceOwner, setPageMarkers } from './markers';
import { monaco, TabFocus } from './monaco';
import { textChange } from './text-change';
import { themeData, themeId } from './themes';
import type { ThemeName } from './themes';
import { installWorkers } from './workers';

/** A problem with its place; lines and columns count from 1, the end column is exclusive. */
export interface EditorProblem {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  severity: 'error' | 'warning' | 'info';
  message: string;
  source: string;
}

export interface EditorOptions {
  /** Initial text; later changes go through `setText`. */
  text: string;
  theme: ThemeName;
  /** Name for screen readers. */
  ariaLabel: string;
  readOnly?: boolean;
  /** The text changed, by typing, by undo or by `setText`. */
  onChange(text: string, origin: 'user' | 'program'): void;
  /** Ctrl/Cmd+Enter inside the editor. */
  onApply(): void;
  /** Syntax and schema problems of the language service, some 500 ms after a change. */
  onProblems?(problems: readonly EditorProblem[]): void;
  /** The Tab key changed between indenting and leaving the editor (Ctrl+M, Ctrl+Shift+M on a Mac). */
  onTabMovesFocusChange?(on: boolean): void;
  /** Line (from 1) of the cursor, when it moves to another one. */
  onCursorLine?(line: number): void;
}

export interface EditorHandle {
  getText(): string;
  /** Replaces the text as one undoable step; with `keepUndo: false` the history starts anew (another document). */
  setText(text: string, options?: { keepUndo?: boolean }): void;
  /**
   * Shows problems found elsewhere beside the schema problems of the language service. While there are any with
   * `source: 'yaml'` (our own reader's), the service's syntax problems are not shown as well.
   */
  setDiagnostics(problems: readonly EditorProblem[]): void;
  /** Scrolls a line to the middle and puts the cursor there. */
  reveal(line: number): void;
  focus(): void;
  setTheme(theme: ThemeName): void;
  /** Whether Tab leaves the editor instead of indenting. */
  setTabMovesFocus(on: boolean): void;
  update(options: Partial<EditorOptions>): void;
  destroy(): void;
}

let editors = 0;

/** Mounts an editor into an element that has a size of its own. */
export function createEditor(host: HTMLElement, initial: EditorOptions): EditorHandle {
  prepare();
  let options = initial;
  let programmatic = false;
  editors += 1;
  const uri = monaco.Uri.parse(`file:///manifest-${editors}.yaml`);
  const model = monaco.editor.createModel(initial.text, 'yaml', uri);
  monaco.editor.setTheme(themeId(initial.theme));
  const editor = monaco.editor.create(host, {
    ...appearance,
    model,
    ariaLabel: initial.ariaLabel,
    readOnly: initial.readOnly ?? false,
  });
  let cursorLine = 1;

  const subscriptions = [
    model.onDidChangeContent(() => options.onChange(model.getValue(), programmatic ? 'program' : 'user')),
    editor.addAction({
      id: 'playground.apply',
      label: 'Apply to the cluster',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => options.onApply(),
    }),
    TabFocus.onDidChangeTabFocus((on) => options.onTabMovesFocusChange?.(on)),
    editor.onDidChangeCursorPosition(({ position }) => {
      if (position.lineNumber === cursorLine) return;
      cursorLine = position.lineNumber;
      options.onCursorLine?.(cursorLine);
    }),
    monaco.editor.onDidChangeMarkers((changed) => {
      if (changed.some((resource) => resource.toString() === uri.toString())) reportProblems();
    }),
  ];
  // The text is on screen before the language service, its worker and the schema are even fetched.
  const started = requestAnimationFrame(() => void startLanguage());

  function reportProblems(): void {
    const markers = monaco.editor.getModelMarkers({ resource: uri, owner: serviceOwner });
    options.onProblems?.(markers.map(problemOf));
  }

  function changeText(text: string, keepUndo: boolean): void {
    programmatic = true;
    try {
      if (!keepUndo) {
        model.setValue(text);
        return;
      }
      const change = textChange(model.getValue(), text);
      if (change === undefined) return;
      const from = model.getPositionAt(change.start);
      const to = model.getPositionAt(change.end);
      model.pushStackElement();
      model.pushEditOperations(
        editor.getSelections(),
        [{ range: monaco.Range.fromPositions(from, to), text: change.text }],
        () => null,
      );
      model.pushStackElement();
    } finally {
      programmatic = false;
    }
  }

  return {
    getText: () => model.getValue(),
    setText: (text, { keepUndo = true } = {}) => changeText(text, keepUndo),
    setDiagnostics: (problems) => setPageMarkers(model, problems.map(markerOf)),
    reveal(line) {
      const position = { lineNumber: Math.min(Math.max(1, line), model.getLineCount()), column: 1 };
      editor.setPosition({
        ...position,
        column: model.getLineFirstNonWhitespaceColumn(position.lineNumber) || 1,
      });
      editor.revealLineInCenterIfOutsideViewport(position.lineNumber);
    },
    focus: () => editor.focus(),
    setTheme: (theme) => monaco.editor.setTheme(themeId(theme)),
    setTabMovesFocus: (on) => {
      // Through Monaco's own command: it is what Ctrl+M does, and it tells screen readers.
      if (TabFocus.getTabFocusMode() !== on)
        editor.trigger('playground', 'editor.action.toggleTabFocusMode', undefined);
    },
    update(changes) {
      options = { ...options, ...changes };
      if (changes.theme !== undefined) monaco.editor.setTheme(themeId(changes.theme));
      if (changes.ariaLabel !== undefined) editor.updateOptions({ ariaLabel: changes.ariaLabel });
      if (changes.readOnly !== undefined) editor.updateOptions({ readOnly: changes.readOnly });
      if (changes.text !== undefined) changeText(changes.text, true);
    },
    destroy() {
      cancelAnimationFrame(started);
      for (const subscription of subscriptions) subscription.dispose();
      editor.dispose();
      model.dispose();
    },
  };
}

const appearance = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  fontFamily: '"JetBrains Mono", ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSize: 12.5,
  lineHeight: 20,
  fontLigatures: false,
  padding: { top: 10, bottom: 10 },
  minimap: { enabled: false },
  overviewRulerLanes: 2,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  glyphMargin: false,
  folding: true,
  showFoldingControls: 'mouseover',
  renderFinalNewline: 'on',
  renderLineHighlight: 'line',
  stickyScroll: { enabled: false },
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, strings: true, comments: false },
  suggest: { showWords: false, preview: false },
  occurrencesHighlight: 'off',
  links: false,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
} as const satisfies monaco.editor.IStandaloneEditorConstructionOptions;

/** A chunk of its own: the schema and the language service come after the text is on screen. */
async function startLanguage(): Promise<void> {
  try {
    const { startYamlLanguage } = await import('./yaml-language');
    startYamlLanguage();
  } catch {
    // Completion and hover stay away; the text, the API server's marks and Apply work without them.
  }
}

let prepared = false;

function prepare(): void {
  if (prepared) return;
  prepared = true;
  installWorkers();
  for (const name of ['dark', 'light'] as const) monaco.editor.defineTheme(themeId(name), themeData(name));
}

function markerOf(problem: EditorProblem): monaco.editor.IMarkerData {
  const { Error, Warning, Info } = monaco.MarkerSeverity;
  return {
    startLineNumber: problem.startLine,
    startColumn: problem.startColumn,
    endLineNumber: problem.endLine,
    endColumn: problem.endColumn,
    severity: problem.severity === 'error' ? Error : problem.severity === 'warning' ? Warning : Info,
    message: problem.message,
    source: problem.source,
  };
}

function problemOf(marker: monaco.editor.IMarker): EditorProblem {
  const { Error, Warning } = monaco.MarkerSeverity;
  return {
    startLine: marker.startLineNumber,
    startColumn: marker.startColumn,
    endLine: marker.endLineNumber,
    endColumn: marker.endColumn,
    severity: marker.severity === Error ? 'error' : marker.severity === Warning ? 'warning' : 'info',
    message: marker.message,
    source: marker.source ?? 'yaml',
  };
}
