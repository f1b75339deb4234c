import { useEffect, useRef, useState } from 'react';
import type { EditorHandle } from '../../editor/create-editor';
import { afterPicture } from '../after-picture';
import { useArrival, usePage } from '../page-context';
import { useTheme } from '../shell/theme';
import { Skeleton } from './skeleton';

type Phase = 'loading' | 'ready' | 'failed';

/** Monaco, which arrives later than the rest; until then the text is shown plainly, and if it never comes it can still be edited. */
export function ManifestEditor() {
  const page = usePage();
  const theme = useTheme();
  const { phase: arrival } = useArrival();
  // Of a link and of saved work nothing is known before the simulation has read them.
  const known = page.outlook !== undefined || arrival === 'here';
  const host = useRef<HTMLDivElement>(null);
  const [phase, setPhase] = useState<Phase>('loading');
  const firstTheme = useRef(theme);

  useEffect(() => {
    if (!known) return;
    const { draft, text } = page.services;
    let handle: EditorHandle | undefined;
    let stopDiagnostics: (() => void) | undefined;
    let left = false;
    const start = async (): Promise<void> => {
      await afterPicture();
      const { createEditor } = await import('../../editor/create-editor');
      if (left || !host.current) return;
      const editor = createEditor(host.current, {
        text: text.getText(),
        theme: firstTheme.current,
        ariaLabel: 'Manifest, YAML. Tab indents; Ctrl+M lets Tab move on.',
        onChange: (value) => draft.getState().textChanged(value),
        onApply: () => draft.getState().apply(),
      });
      handle = editor;
      page.editor.fill(editor);
      text.attach(editor);
      editor.setDiagnostics(draft.getState().diagnostics);
      stopDiagnostics = draft.subscribe((now, before) => {
        if (now.diagnostics !== before.diagnostics) editor.setDiagnostics(now.diagnostics);
      });
      requestAnimationFrame(() => requestAnimationFrame(() => !left && setPhase('ready')));
    };
    start().catch(() => !left && setPhase('failed'));
    return () => {
      left = true;
      stopDiagnostics?.();
      if (!handle) return;
      text.detach();
      page.editor.fill(undefined);
      handle.destroy();
    };
  }, [page, known]);

  useEffect(() => {
    firstTheme.current = theme;
    page.editor.current?.setTheme(theme);
  }, [page, theme]);

  return (
    <div className="manifest-editor" data-phase={phase}>
      <div className="editor-host" ref={host} />
      {phase === 'loading' && <Skeleton text={page.services.text.getText()} />}
      {phase === 'failed' && <PlainEditor />}
    </div>
  );
}

function PlainEditor() {
  const { services } = usePage();
  return (
    <label className="plain-editor">
      <span>The full editor could not be loaded; this field works as well.</span>
      <textarea
        spellCheck={false}
        defaultValue={services.text.getText()}
        onChange={(event) => {
          services.text.setText(event.target.value);
          services.draft.getState().textChanged(event.target.value);
        }}
      />
    </label>
  );
}
