// An entry of our own, so that Vite builds Monaco's worker (links, differences, word lists) as a file of this origin.
import 'monaco-editor/editor/editor.worker.js';
