import type { editor } from 'monaco-editor/editor';

export type ThemeName = 'dark' | 'light';

/** Colours of one theme. Every text colour has a contrast of at least 4.5 to the background (checked by a test). */
export interface Palette {
  background: string;
  text: string;
  key: string;
  string: string;
  number: string;
  comment: string;
  punctuation: string;
  lineNumber: string;
  activeLineNumber: string;
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    background: '#12161d',
    text: '#e6eaf0',
    key: '#7fb2ff',
    string: '#8fd6a8',
    number: '#e8b26a',
    comment: '#8692a4',
    punctuation: '#8d98a9',
    lineNumber: '#7e899b',
    activeLineNumber: '#e6eaf0',
  },
  light: {
    background: '#ffffff',
    text: '#161a21',
    key: '#1d55c4',
    string: '#0e7a43',
    number: '#9b5a00',
    comment: '#657081',
    punctuation: '#5b6575',
    lineNumber: '#626c7d',
    activeLineNumber: '#161a21',
  },
};

/** The parts around the text, by Monaco's colour ids; translucent ones carry their alpha. */
const chrome: Readonly<Record<ThemeName, Record<string, string>>> = {
  dark: {
    'editor.lineHighlightBackground': '#181d26',
    'editor.selectionBackground': '#5b8cff44',
    'editor.inactiveSelectionBackground': '#5b8cff26',
    'editorCursor.foreground': '#5b8cff',
    'editorIndentGuide.background1': '#1c222c',
    'editorIndentGuide.activeBackground1': '#39414f',
    'editorWidget.background': '#181d26',
    'editorWidget.border': '#252c38',
    'editorSuggestWidget.selectedBackground': '#2a3a5e',
    'editorSuggestWidget.highlightForeground': '#8fb4ff',
    'editorSuggestWidget.focusHighlightForeground': '#8fb4ff',
    'editorError.foreground': '#ef6461',
    'editorWarning.foreground': '#e5a23d',
    'editorInfo.foreground': '#5bb8ff',
    'scrollbarSlider.background': '#8d98a933',
    'scrollbarSlider.hoverBackground': '#8d98a955',
    'scrollbarSlider.activeBackground': '#8d98a977',
    focusBorder: '#5b8cff',
  },
  light: {
    'editor.lineHighlightBackground': '#f5f6f8',
    'editor.selectionBackground': '#2f62e033',
    'editor.inactiveSelectionBackground': '#2f62e01f',
    'editorCursor.foreground': '#2f62e0',
    'editorIndentGuide.background1': '#edeff3',
    'editorIndentGuide.activeBackground1': '#c3cad6',
    'editorWidget.background': '#ffffff',
    'editorWidget.border': '#dfe3ea',
    'editorSuggestWidget.selectedBackground': '#dbe6ff',
    'editorSuggestWidget.selectedForeground': '#161a21',
    'editorSuggestWidget.highlightForeground': '#2f62e0',
    'editorSuggestWidget.focusHighlightForeground': '#1d4fc4',
    'editorError.foreground': '#c63331',
    'editorWarning.foreground': '#9a5b00',
    'editorInfo.foreground': '#0b6bb8',
    'scrollbarSlider.background': '#5b657533',
    'scrollbarSlider.hoverBackground': '#5b657555',
    'scrollbarSlider.activeBackground': '#5b657577',
    focusBorder: '#2f62e0',
  },
};

/** Monaco's name of a theme. */
export function themeId(name: ThemeName): string {
  return `playground-${name}`;
}

export function themeData(name: ThemeName): editor.IStandaloneThemeData {
  const palette = palettes[name];
  // With the language's name, for the base theme has some rules of its own for `string.yaml`.
  const rule = (token: string, colour: string): editor.ITokenThemeRule => ({
    token: token === '' ? '' : `${token}.yaml`,
    foreground: colour.slice(1),
  });
  return {
    base: name === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', palette.text),
      rule('type', palette.key),
      rule('string', palette.string),
      rule('number', palette.number),
      rule('keyword', palette.number),
      rule('comment', palette.comment),
      rule('operators', palette.punctuation),
      rule('tag', palette.number),
      rule('namespace', palette.number),
      ...['operators.directivesEnd', 'operators.documentEnd', 'meta.directive'].map((token) =>
        rule(token, palette.comment),
      ),
      ...['delimiter.bracket', 'delimiter.square', 'delimiter.comma'].map((token) =>
        rule(token, palette.punctuation),
      ),
      ...['float', 'octal', 'hex', 'infinity', 'nan', 'date'].map((kind) =>
        rule(`number.${kind}`, palette.number),
      ),
    ],
    colors: {
      'editor.background': palette.background,
      'editor.foreground': palette.text,
      'editorGutter.background': palette.background,
      'editorLineNumber.foreground': palette.lineNumber,
      'editorLineNumber.activeForeground': palette.activeLineNumber,
      'editorWidget.foreground': palette.text,
      'editorSuggestWidget.foreground': palette.text,
      // One colour for all brackets: their pairs are coloured by default, which says nothing in YAML.
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, palette.punctuation]),
      ),
      ...chrome[name],
    },
  };
}
