export type TextRole = 'name' | 'word' | 'node' | 'note' | 'chip' | 'reason' | 'compact' | 'count';

/** What the drawing functions share during one update. */
export interface Pen {
  /** No motion at all. */
  still: boolean;
  /** Nothing was drawn before: things are simply there. */
  first: boolean;
  /** The room has changed, not the cluster: things are in their new places at once. */
  resized: boolean;
  fit(text: string, role: TextRole, width: number): string;
  measure(text: string, role: TextRole): number;
}
