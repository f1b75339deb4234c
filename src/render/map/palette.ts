/** The page's colours and fonts as a canvas needs them: values of CSS custom properties, read once until they are forgotten. */
export interface Palette {
  /** Value of a custom property: `--rev1`. */
  colour(token: string): string;
  sans: string;
  mono: string;
  /** After a change of theme. */
  forget(): void;
}

export function createPalette(element: Element): Palette {
  const known = new Map<string, string>();

  function read(token: string, otherwise: string): string {
    let value = known.get(token);
    if (value === undefined) {
      value = getComputedStyle(element).getPropertyValue(token).trim() || otherwise;
      known.set(token, value);
    }
    return value;
  }

  return {
    colour: (token) => read(token, '#888'),
    get sans() {
      return read('--sans', 'sans-serif');
    },
    get mono() {
      return read('--mono', 'monospace');
    },
    forget: () => known.clear(),
  };
}
