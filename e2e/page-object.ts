/**
 * The playground as a user sees and operates it. Everything is found by role, name or data attribute.
 * Times are virtual seconds since the start unless they say otherwise.
 */
import { expect as plainExpect, type Locator, type Page } from '@playwright/test';

/** A busy machine may need longer than Playwright's five seconds to draw what is already decided. */
export const expect = plainExpect.configure({ timeout: 10_000 });

/** One place of the picture: a DaemonSet on a node. */
export interface SlotPicture {
  set: string;
  node: string;
  /** `ready`, `pulling`, … or `empty`. */
  state: string;
  /** Name, state and revision in words, as a screen reader gets them. */
  label: string;
  /** Of the pods in it, oldest first. */
  uids: string[];
  /** Pod names with their state in words. */
  pods: string[];
}

export interface Picture {
  clock: string;
  /** Milliseconds since the start. */
  time: number;
  cards: string[];
  nodes: { name: string; label: string; chips: string[]; others: string }[];
  slots: SlotPicture[];
}

/** The numbers of a card, in the order of `kubectl get ds`. */
export type Counters = [desired: number, current: number, ready: number, upToDate: number, available: number];

/** As fast as the page goes: virtual seconds for each real one. */
const FASTEST = 60;

export class Playground {
  readonly manifest: Locator;
  readonly cluster: Locator;
  readonly inspector: Locator;
  readonly grid: Locator;
  readonly editor: Locator;
  readonly console: Locator;
  readonly problems: Locator;
  readonly slider: Locator;
  readonly clock: Locator;
  readonly live: Locator;
  readonly applyButton: Locator;
  readonly stepButton: Locator;
  readonly speed: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.manifest = page.getByRole('region', { name: 'Manifest' });
    this.cluster = page.getByRole('region', { name: 'Cluster' });
    this.inspector = page.getByRole('region', { name: 'Inspector' });
    // Of a large cluster the nodes are cells on a canvas.
    this.grid = page.getByRole('tree').or(page.getByRole('listbox', { name: /^Nodes/ }));
    this.editor = page.getByRole('textbox', { name: /^Manifest/ });
    this.console = page.getByRole('log', { name: 'Commands and their output' });
    this.problems = page.getByRole('list', { name: 'Problems' });
    this.slider = page.getByRole('slider', { name: 'Playhead' });
    this.clock = page.getByTitle('Virtual time since the start');
    this.live = page.getByRole('switch', { name: 'Live' });
    this.applyButton = this.manifest.getByRole('button', { name: /^Apply/ });
    this.stepButton = page.getByRole('button', { name: /^Step/ });
    this.speed = page.getByRole('combobox', { name: 'Speed' });
    this.dialog = page.getByRole('dialog');
  }

  /** Opens the page; `hash` is what follows `#` in a link. Waits for the picture. */
  async open(hash = '', path = './'): Promise<void> {
    await this.page.goto(hash === '' ? path : `${path}#${hash}`);
    await expect(this.grid).toBeVisible();
    await expect(this.grid.getByRole('treeitem').or(this.grid.getByRole('option')).first()).toBeAttached();
  }

  /** Opens the page and stops the clock at its very start, so that nothing depends on how fast this machine is. */
  async start(): Promise<void> {
    await this.open();
    await this.pause();
    await this.page.getByRole('button', { name: 'Back to the start' }).click();
    await expect(this.clock).toHaveText('00:00:00');
    await this.editorReady();
  }

  async editorReady(): Promise<void> {
    await expect(this.manifest.locator('[data-phase="ready"]')).toBeAttached({ timeout: 30_000 });
  }

  // Time

  async play(): Promise<void> {
    await this.page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(this.page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  }

  async pause(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(this.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  }

  async setSpeed(speed: number): Promise<void> {
    await this.speed.selectOption(String(speed));
  }

  /** Milliseconds since the start. */
  async time(): Promise<number> {
    return Number(await this.slider.inputValue());
  }

  /** Moves the playhead to a moment exactly: plays on where it was never reached, then scrubs back. */
  async at(seconds: number): Promise<void> {
    const target = Math.round(seconds * 1000);
    if (Number(await this.slider.getAttribute('max')) < target) {
      await this.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      const now = await this.time();
      const end = Number(await this.slider.getAttribute('max'));
      if (now < end) await this.slider.fill(String(end));
      await this.setSpeed(FASTEST);
      await this.play();
      await expect
        .poll(() => this.time(), { timeout: 40_000, intervals: [20, 50] })
        .toBeGreaterThanOrEqual(target);
      await this.pause();
    }
    await this.slider.fill(String(target));
    await expect.poll(() => this.time()).toBe(target);
    // The thumb is there at once, the cluster may still be on its way.
    await expect(this.page.locator('progress.under-way')).toHaveCount(0);
    await this.drawn();
  }

  /** Lets virtual time pass, to the millisecond. The clock must stand. */
  async pass(seconds: number): Promise<void> {
    await this.at((await this.time()) / 1000 + seconds);
  }

  /** To the next instant at which something happens. */
  async step(): Promise<void> {
    // Not Playwright's click: it waits for several frames each time, and rollouts are many steps.
    await this.stepButton.evaluate((button: HTMLElement) => button.click());
    await this.drawn();
  }

  /** Steps until the picture satisfies a condition; every picture on the way is given to `seen`. */
  async stepUntil(
    done: (picture: Picture) => boolean,
    seen?: (picture: Picture) => void,
    most = 120,
  ): Promise<Picture> {
    for (let i = 0; ; i++) {
      const picture = await this.picture();
      seen?.(picture);
      if (done(picture)) return picture;
      expect(
        i,
        `not reached after ${most} steps: ${picture.slots.map((s) => s.label).join(' | ')}`,
      ).toBeLessThan(most);
      await this.step();
    }
  }

  /** Waits until the frame that shows the present state is painted. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
    );
  }

  /** What the user did at a moment, on the strip of time: `00:05 worker-3 added`. */
  mark(words: string): Locator {
    return this.page.getByRole('region', { name: 'Time' }).locator('svg text').filter({ hasText: words });
  }

  // The picture

  /** Nodes; what fades away is there for the eye alone. */
  private get tiles(): Locator {
    return this.grid.locator('[role="treeitem"][aria-level="1"]:not([aria-hidden="true"])');
  }

  node(name: string): Locator {
    return this.tiles.and(this.page.locator(`[data-node="${name}"]`));
  }

  slot(set: string, node: string): Locator {
    return this.tiles.locator(`[role="treeitem"][data-node="${node}"][data-set="${set}"]`);
  }

  /** The card of a DaemonSet. */
  card(set: string): Locator {
    return this.cluster.getByRole('listitem').getByRole('button', { name: new RegExp(`^${set} `) });
  }

  /** Waits until a card shows these numbers. */
  async expectCounters(set: string, counters: Counters): Promise<void> {
    const [desired, current, ready, upToDate, available] = counters;
    await expect(this.card(set)).toHaveAccessibleName(
      new RegExp(
        `Desired ${desired} Current ${current} Ready ${ready} Up-to-date ${upToDate} Available ${available}\\b`,
      ),
    );
  }

  async expectSlot(set: string, node: string, words: string | RegExp): Promise<void> {
    await expect(this.slot(set, node)).toHaveAccessibleName(
      typeof words === 'string' ? `${set} on ${node}: ${words}` : words,
    );
  }

  /** All that the picture says at this moment. */
  async picture(): Promise<Picture> {
    await this.drawn();
    return this.page.evaluate(() => {
      const words = (element: Element | null | undefined): string =>
        (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
      // What fades away is hidden from everybody but the eye.
      const all = (within: ParentNode, selector: string): Element[] =>
        [...within.querySelectorAll(selector)].filter((element) => !element.closest('[aria-hidden="true"]'));
      const tree = document.querySelector('[role="tree"]');
      if (!tree) throw new Error('there is no grid');
      const slider = document.querySelector<HTMLInputElement>('input[type="range"]');
      return {
        clock: words(document.querySelector('[title="Virtual time since the start"]')),
        time: Number(slider?.value),
        cards: all(document, '[aria-label^="DaemonSets"] > li').map((card) => words(card)),
        nodes: all(tree, '[role="treeitem"][aria-level="1"]').map((node) => ({
          name: node.getAttribute('data-node') ?? '',
          label: node.getAttribute('aria-label') ?? '',
          chips: all(node, ':scope > .chips title').map((title) => words(title)),
          others: words(node.querySelector(':scope > .others > title')),
        })),
        slots: all(tree, '[role="treeitem"][aria-level="2"][data-set]').map((slot) => {
          const pods = all(slot, ':scope > .pods > [data-uid]');
          return {
            set: slot.getAttribute('data-set') ?? '',
            node: slot.getAttribute('data-node') ?? '',
            state: slot.getAttribute('data-state') ?? '',
            label: slot.getAttribute('aria-label') ?? '',
            uids: pods.map((pod) => pod.getAttribute('data-uid') ?? ''),
            pods: pods.map((pod) => words(pod.querySelector('title'))),
          };
        }),
      };
    });
  }

  /** The slots of one DaemonSet, from the picture. */
  async slotsOf(set: string): Promise<SlotPicture[]> {
    return (await this.picture()).slots.filter((slot) => slot.set === set);
  }

  /** Uid of the only pod of a slot. */
  async uidOf(set: string, node: string): Promise<string> {
    const uid = await this.slot(set, node).getAttribute('data-uid');
    expect(uid, `${set} on ${node} has a pod`).toBeTruthy();
    return uid ?? '';
  }

  // The editor

  /** Replaces the whole text as a user would: select all, paste. */
  async setText(text: string): Promise<void> {
    await this.selectAll();
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.page.keyboard.press('Control+V');
  }

  /** The editor's whole text, by copying it. */
  async getText(): Promise<string> {
    await this.selectAll();
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
    await this.page.keyboard.press('Control+C');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  private async selectAll(): Promise<void> {
    await this.editorReady();
    await this.editor.focus();
    await this.page.keyboard.press('Control+A');
  }

  /** Goes behind the last character of a line (from 1). */
  async goToLineEnd(line: number): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press('Control+Home');
    for (let i = 1; i < line; i++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('End');
  }

  /** Pastes a text and applies it with the keyboard. */
  async apply(text: string): Promise<void> {
    await this.setText(text);
    await this.page.keyboard.press('Control+Enter');
  }

  /** What the commands printed, newest last. */
  async expectPrinted(words: string | RegExp): Promise<void> {
    await expect(this.console).toContainText(words);
  }

  problem(words: string | RegExp): Locator {
    return this.problems.getByRole('listitem').filter({ hasText: words });
  }

  // The inspector

  /** Shows a node, or a DaemonSet's place on a node. */
  async select(node: string, set?: string): Promise<void> {
    const target = set === undefined ? this.node(node) : this.slot(set, node);
    // The header of a tile: its middle belongs to a slot.
    await target.click(set === undefined ? { position: { x: 24, y: 18 } } : {});
    await expect(target).toHaveAttribute('aria-selected', 'true');
  }

  async nodeAction(name: string): Promise<void> {
    await this.inspector.getByRole('group', { name: 'Node actions' }).getByRole('button', { name }).click();
  }

  /** Breaks something in what the inspector shows, by the title of the fault. */
  async breakHere(fault: string): Promise<void> {
    await this.openBreakMenu(this.inspector);
    await this.inspector.getByRole('button', { name: fault, exact: true }).click();
  }

  async mendHere(fault: string): Promise<void> {
    await this.inspector
      .getByRole('list', { name: 'What is broken here' })
      .getByRole('button', { name: new RegExp(`^Mend: ${fault}`) })
      .click();
  }

  async openBreakMenu(within: Locator): Promise<void> {
    await within.locator('summary').filter({ hasText: 'Break…' }).first().click();
  }

  async addTaint(key: string, value: string, effect: string): Promise<void> {
    await this.inspector.getByRole('textbox', { name: /^Key of the new taint/ }).fill(key);
    await this.inspector.getByRole('textbox', { name: /^Value of the new taint/ }).fill(value);
    await this.inspector.getByRole('combobox', { name: /^Effect of the new taint/ }).selectOption(effect);
    await this.inspector.getByRole('button', { name: 'Add taint' }).click();
  }

  async addNode(kind: string): Promise<void> {
    await this.openAddNode();
    await this.cluster.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  }

  async openAddNode(): Promise<void> {
    await this.cluster.getByText('Add node').click();
  }
}
