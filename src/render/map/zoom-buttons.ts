import { childElement } from './child-element';
import { setAttribute } from '../set-attribute';

/** What to enlarge by at a time. */
export interface ZoomButtons {
  /** `ratio`: how near one is, 1 = everything is seen. */
  tell(ratio: number, nearest: boolean): void;
}

/** − and +, and what shows everything again. */
export function createZoomButtons(
  root: HTMLElement,
  run: Record<'in' | 'out' | 'fit', () => void>,
): ZoomButtons {
  const group = childElement(root, 'div', 'map-zoom');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Zoom');
  const make = (words: string, label: string, act: () => void): HTMLButtonElement => {
    const button = childElement(group, 'button', 'button small');
    button.type = 'button';
    button.textContent = words;
    button.setAttribute('aria-label', label);
    button.title = label;
    button.addEventListener('click', act);
    return button;
  };
  const out = make('−', 'Zoom out', run.out);
  const fit = make('Fit', 'Show all nodes', run.fit);
  const near = make('+', 'Zoom in', run.in);
  return {
    tell(ratio, nearest) {
      const all = String(ratio <= 1.001);
      setAttribute(out, 'aria-disabled', all);
      setAttribute(fit, 'aria-disabled', all);
      setAttribute(near, 'aria-disabled', String(nearest));
    },
  };
}
