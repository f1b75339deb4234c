/** Shortens texts to a width by measuring them; the measures are kept. */
export interface TextFit {
  /** The text, or as much of its beginning as fits with an ellipsis. `font` is a CSS font shorthand. */
  fit(text: string, font: string, width: number): string;
  width(text: string, font: string): number;
  /** Forgets all measures, e.g. after a web font has arrived. */
  forget(): void;
}

const KEEP = 5000;

export function createTextFit(): TextFit {
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
  const widths = new Map<string, number>();

  function width(text: string, font: string): number {
    const key = `${font}\n${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (widths.size >= KEEP) widths.clear();
    const measured = measure(text, font);
    widths.set(key, measured);
    return measured;
  }

  function measure(text: string, font: string): number {
    // Without a canvas (tests) an average character is good enough.
    if (!context) return text.length * 6.5;
    context.font = font;
    return context.measureText(text).width;
  }

  function fit(text: string, font: string, limit: number): string {
    if (width(text, font) <= limit) return text;
    const characters = Array.from(text);
    let low = 0;
    let high = characters.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (width(`${characters.slice(0, middle).join('')}…`, font) <= limit) low = middle;
      else high = middle - 1;
    }
    return low <= 0 ? '' : `${characters.slice(0, low).join('').trimEnd()}…`;
  }

  return { fit, width, forget: () => widths.clear() };
}
