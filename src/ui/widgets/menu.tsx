import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon';

export interface MenuItem {
  label: string;
  hint?: string;
  onChoose: () => void;
}

/** A button that unfolds a list of commands; Escape, a choice or a click elsewhere folds it again. */
export function Menu({ label, items }: { label: ReactNode; items: readonly MenuItem[] }) {
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);

  useEffect(() => {
    const element = details.current;
    const close = (event: Event): void => {
      if (element?.open && !element.contains(event.target as Node)) element.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, []);

  const fold = (): void => {
    if (details.current) details.current.open = false;
    summary.current?.focus();
  };

  return (
    <details
      className="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key === 'Escape') fold();
      }}
    >
      <summary className="button" ref={summary}>
        {label}
        <Icon name="chevron" size={14} />
      </summary>
      <ul className="menu-list">
        {items.map((item) => (
          <li key={item.label}>
            <button
              type="button"
              onClick={() => {
                item.onChoose();
                fold();
              }}
            >
              {item.label}
              {item.hint && <span className="faint mono">{item.hint}</span>}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
