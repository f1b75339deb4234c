import { useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { usePage } from '../page-context';
import { Icon } from '../widgets/icon';

/** The commands that were run, by button or by applying, and exactly what they printed. */
export function Console() {
  const { commands } = usePage();
  const entries = useStore(commands, (c) => c.entries);
  const [open, setOpen] = useState(true);
  const screen = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // While there is nothing to scroll, the page need not be laid out for it.
    if (screen.current && entries.length > 0) screen.current.scrollTop = screen.current.scrollHeight;
  }, [entries, open]);
  return (
    <div className="console">
      <h3 className="console-head">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" size={14} />
          Commands
        </button>
      </h3>
      {open && (
        <div
          className="console-screen"
          ref={screen}
          tabIndex={0}
          role="log"
          aria-label="Commands and their output"
          aria-live="off"
        >
          {entries.length === 0 && (
            <p className="faint">Every button here is a command. It appears with what it prints.</p>
          )}
          {entries.map(({ id, line, output }) => (
            <div key={id} className="console-entry">
              <div>
                <span className="prompt">$</span> <span className="console-line">{line}</span>
              </div>
              {output.lines.map(({ stream, text }, i) => (
                <div key={i} data-stream={stream}>
                  {text}
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
