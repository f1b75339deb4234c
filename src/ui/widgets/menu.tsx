import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './icon';

export interface MenuItem {
  label: string;
  hint?: string;
  /** What choosing it does, in a sentence or two below the label. */
  description?: string;
  /** What it names is the case now. */
  active?: boolean;
  /** It cannot be chosen; the description says why. */
  unavailable?: boolean;
  onChoose: () => void;
}

export interface MenuProps {
  label: ReactNode;
  items: readonly MenuItem[];
  /** Has room for descriptions; as wide as what it stands in allows. */
  wide?: boolean;
  small?: boolean;
  /** What stands below the items. */
  children?: ReactNode;
}

/** A button that unfolds a list of commands; Escape, a choice or a click elsewhere folds it again. */
export function Menu({ label, items, wide, small, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);

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

  /** Arrows walk through the list, as Tab does. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const { open } = details.current ?? {};
    if (event.key === 'Escape') {
      if (open) fold();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!open || step === 0 || event.target instanceof HTMLInputElement) return;
    const stops = [...(details.current?.querySelectorAll<HTMLElement>('summary, li > button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
    event.preventDefault();
  };

  return (
    <details
      className={wide ? 'menu wide' : 'menu'}
      ref={details}
      onKeyDown={onKeyDown}
      onToggle={() => {
        if (!details.current?.open) return;
        list.current?.scrollIntoView?.({ block: 'nearest' });
        // Of a list that is longer than the room the beginning counts.
        summary.current?.scrollIntoView?.({ block: 'nearest' });
      }}
    >
      <summary className={small ? 'button small' : 'button'} ref={summary}>
        {label}
        <Icon name="chevron" size={14} />
      </summary>
      <div className="menu-list" ref={list}>
        <ul>
          {items.map((item) => (
            <Item
              key={item.label}
              item={item}
              onChoose={() => {
                item.onChoose();
                fold();
              }}
            />
          ))}
        </ul>
        {children}
      </div>
    </details>
  );
}

function Item({ item, onChoose }: { item: MenuItem; onChoose: () => void }) {
  const id = useId();
  const { label, hint, description, unavailable, active } = item;
  if (description === undefined)
    return (
      <li>
        <button type="button" onClick={onChoose}>
          {label}
          {hint !== undefined && <span className="faint mono">{hint}</span>}
        </button>
      </li>
    );
  return (
    <li>
      <button
        type="button"
        className="described"
        data-active={active || undefined}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-words`}
        aria-disabled={unavailable || undefined}
        onClick={unavailable ? undefined : onChoose}
      >
        <span id={`${id}-label`}>{label}</span>
        <span id={`${id}-words`} className="menu-words">
          {description}
        </span>
      </button>
    </li>
  );
}
