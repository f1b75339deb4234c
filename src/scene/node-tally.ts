import { countText } from '../explain/words';
import type { NodeWords } from './node-words';

/** Sums over the nodes for the line above the picture. */
export class NodeTally {
  private nodes = 0;
  private notReady = 0;
  private cordoned = 0;
  private pressed = 0;

  add(words: NodeWords): void {
    this.count(words, 1);
  }

  remove(words: NodeWords): void {
    this.count(words, -1);
  }

  /** `9 nodes · 1 not ready`. */
  get words(): string {
    const parts: [number, string][] = [
      [this.notReady, 'not ready'],
      [this.cordoned, 'cordoned'],
      [this.pressed, 'under pressure'],
    ];
    return [
      countText(this.nodes, 'node'),
      ...parts.flatMap(([nodes, words]) => (nodes > 0 ? [`${nodes} ${words}`] : [])),
    ].join(' · ');
  }

  private count({ ready, cordoned, pressure }: NodeWords, by: 1 | -1): void {
    this.nodes += by;
    if (!ready) this.notReady += by;
    if (cordoned) this.cordoned += by;
    if (pressure.length > 0) this.pressed += by;
  }
}
