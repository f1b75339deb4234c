/** Revision colours as names of CSS custom properties; the page defines their values for each theme. */

/** Number of revision colours: `--rev1` … `--rev6`. */
export const PALETTE_SIZE = 6;

/** Colour of the n-th revision of a set (from 0): 1 … PALETTE_SIZE, then round again. */
export function revisionColour(index: number): number {
  return (index % PALETTE_SIZE) + 1;
}

/** Name of the custom property of a colour; 0 (revision unknown) is neutral. */
export function colourToken(colour: number): string {
  return colour === 0 ? '--faint' : `--rev${colour}`;
}
