import { pointer, select } from 'd3-selection';
import { timeAt } from '../scene/time-scale';
import type { Bar, Lane, Mark, Tick, TimelineScene } from '../scene/timeline-types';
import { glide, put, TIMES } from './motion';
import { createTextFit } from './text-fit';
import './timeline.css';
import { stopTweens } from './tween';

export interface TimelineOptions {
  /** Asked at each update: true = no motion at all. */
  reducedMotion(): boolean;
  /** The pointer asks for a time (ms since the Unix epoch): pressed or drawn across the strip, or a mark clicked. */
  onSeek?(time: number): void;
  /** Id of the element that holds the scene's words, for `aria-describedby` of the slider. */
  labelId?: string;
}

export interface TimelineView {
  update(scene: TimelineScene): void;
  /** Width of a text as the strip's labels show it, CSS pixels. */
  measure: (text: string) => number;
  destroy(): void;
}

/** Between a name and the origin, CSS pixels. */
const NAME_GAP = 12;

/**
 * The lanes as a picture inside `host`; owns all it puts there. The picture is hidden from assistive technology: the slider
 * beside it carries the time, and the element `labelId` tells what the lanes show.
 */
export function createTimeline(host: HTMLElement, options: TimelineOptions): TimelineView {
  const svg = select(host).append('svg').attr('class', 'lane-timeline').attr('aria-hidden', 'true');
  const root = svg.node() as SVGSVGElement;
  const desc = svg.append('desc');
  if (options.labelId !== undefined) desc.attr('id', options.labelId);
  defineStripes(svg.append('defs'));
  const ground = svg.append('rect').attr('class', 'ground');
  const ticks = svg.append('g').attr('class', 'ticks');
  const lines = svg.append('g').attr('class', 'mark-lines');
  const heading = svg.append('text').attr('class', 'heading').attr('y', 11);
  const lanes = svg.append('g').attr('class', 'lanes');
  const forgotten = svg.append('rect').attr('class', 'forgotten');
  const whyForgotten = forgotten.append('title');
  const veil = svg.append('rect').attr('class', 'veil');
  const more = svg.append('text').attr('class', 'more');
  const marks = svg.append('g').attr('class', 'marks');
  const playhead = svg.append('rect').attr('class', 'playhead').attr('width', 2).attr('rx', 1);
  const text = createTextFit();
  let font: string | undefined;
  let scene: TimelineScene | undefined;
  let drawn = new Map<string, Lane>();
  let destroyed = false;

  function fontNow(): string {
    return (font ??= `11px ${getComputedStyle(root).fontFamily || 'sans-serif'}`);
  }

  function fit(value: string, width: number): string {
    return text.fit(value, fontNow(), width);
  }

  function update(next: TimelineScene): void {
    const { scale, height, width, top, bottom } = next;
    const resized = scene?.width !== next.width || scene.height !== next.height;
    const still = options.reducedMotion() || resized;
    const room = scale.left - NAME_GAP;
    if (resized) {
      svg.attr('width', width).attr('height', height);
      ground
        .attr('x', scale.left)
        .attr('y', 0)
        .attr('width', Math.max(0, scale.right - scale.left))
        .attr('height', Math.max(0, bottom));
      veil.attr('y', top).attr('height', Math.max(0, bottom - top));
      playhead.attr('y', Math.max(0, top - 3)).attr('height', Math.max(0, bottom - top + 12));
      drawn = new Map();
    }
    if (scene?.label !== next.label) desc.text(next.label);
    if (resized || scene?.heading !== next.heading) heading.text(fit(next.heading, room));
    if (resized || scene?.more !== next.more) more.text(next.more).attr('y', bottom + 13);
    drawTicks(next);
    drawLanes(next, still, room);
    drawMarks(next);
    drawForgotten(next);
    veil.attr('x', next.playhead).attr('width', Math.max(0, next.reached - next.playhead));
    playhead.attr('x', next.playhead - 1);
    scene = next;
    drawn = new Map(next.lanes.map((lane) => [lane.node, lane]));
  }

  function drawForgotten({ forgotten: gone, scale: { left }, top, bottom }: TimelineScene): void {
    forgotten
      .attr('x', left)
      .attr('y', top)
      .attr('width', gone ? Math.max(0, gone.x - left) : 0)
      .attr('height', Math.max(0, bottom - top));
    if (gone) whyForgotten.text(gone.text);
  }

  function drawTicks(next: TimelineScene): void {
    if (scene && sameTicks(scene, next)) return;
    ticks
      .selectAll<SVGGElement, Tick>('g')
      .data(next.ticks, (tick) => tick.at)
      .join((enter) => {
        const tick = enter.append('g');
        tick.append('line');
        tick.append('text');
        return tick;
      })
      .attr('transform', (tick) => `translate(${tick.x},0)`)
      .each(function (tick) {
        select(this).select('line').attr('y1', next.top).attr('y2', next.bottom);
        select(this)
          .select('text')
          .attr('y', next.height - 3)
          .text(tick.text);
      });
  }

  function drawLanes(next: TimelineScene, still: boolean, room: number): void {
    lanes
      .selectAll<SVGGElement, Lane>('g.lane')
      .data(next.lanes, (lane) => lane.node)
      .join(
        (enter) =>
          enter
            .append('g')
            .attr('class', 'lane')
            .each(function (lane) {
              const element = select(this);
              element.append('text').attr('class', 'lane-name').append('title').text(lane.node);
              element.append('g').attr('class', 'bars');
              put(this, { x: 0, y: lane.y });
            }),
        (known) => known,
        (exit) => exit.remove(),
      )
      .each(function (lane) {
        const before = drawn.get(lane.node);
        if (still) put(this, { x: 0, y: lane.y });
        else glide(this, { x: 0, y: lane.y }, TIMES.arrive);
        if (before?.h !== lane.h) nameLane(this, lane, room);
        drawBars(this, lane, before);
      });
  }

  function nameLane(element: SVGGElement, lane: Lane, room: number): void {
    const name = select(element)
      .select<SVGTextElement>('.lane-name')
      .attr('y', lane.h / 2 + 4);
    name.text(fit(lane.node, room)).append('title').text(lane.node);
  }

  function drawBars(element: SVGGElement, lane: Lane, before: Lane | undefined): void {
    const known = new Map(before?.bars.map((bar) => [bar.key, bar]));
    select(element)
      .select('.bars')
      .selectAll<SVGRectElement, Bar>('rect')
      .data(lane.bars, (bar) => bar.key)
      .join((enter) => {
        const bar = enter.append('rect');
        bar.append('title');
        return bar;
      })
      .each(function (bar) {
        const old = known.get(bar.key);
        if (!old || !sameBar(old, bar)) drawBar(this, bar, old);
      });
  }

  function drawMarks(next: TimelineScene): void {
    if (scene && sameItems(scene.marks, next.marks, sameMark)) return;
    lines
      .selectAll<SVGLineElement, Mark>('line')
      .data(next.marks, (mark) => mark.key)
      .join('line')
      .attr('x1', (mark) => mark.x)
      .attr('x2', (mark) => mark.x)
      .attr('y1', (mark) => (mark.label ? mark.label.row * 15 : Math.max(0, next.top - 3)))
      .attr('y2', next.bottom);
    marks
      .selectAll<SVGTextElement, Mark>('text')
      .data(
        next.marks.filter((mark) => mark.label),
        (mark) => mark.key,
      )
      .join('text')
      .attr('x', (mark) => mark.label?.x ?? 0)
      .attr('y', (mark) => 11 + (mark.label?.row ?? 0) * 15)
      .text((mark) => mark.label?.text ?? '')
      .on('pointerdown', (event: PointerEvent, mark) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        options.onSeek?.(mark.at);
      })
      .append('title')
      .text((mark) => mark.title);
  }

  function seekTo(event: PointerEvent): void {
    if (scene) options.onSeek?.(timeAt(scene.scale, pointer(event, root)[0]));
  }

  svg.on('pointerdown', (event: PointerEvent) => {
    if (event.button !== 0 || !scene || pointer(event, root)[0] < scene.scale.left) return;
    event.preventDefault();
    root.setPointerCapture(event.pointerId);
    seekTo(event);
  });
  svg.on('pointermove', (event: PointerEvent) => {
    if (root.hasPointerCapture(event.pointerId)) seekTo(event);
  });
  // Measures taken before a web font has arrived are those of its stand-in.
  void document.fonts?.ready.then(() => {
    if (destroyed) return;
    text.forget();
    font = undefined;
    const last = scene;
    scene = undefined;
    if (last) update(last);
  });

  return {
    update,
    measure: (value) => text.width(value, fontNow()),
    destroy() {
      destroyed = true;
      stopTweens(svg.node() as Element);
      svg.remove();
    },
  };
}

function drawBar(element: SVGRectElement, bar: Bar, old: Bar | undefined): void {
  // Half a pixel on each side, so that two stages do not run into each other and outlines are sharp.
  const w = Math.max(0.5, bar.w - 1);
  if (bar.title !== old?.title) select(element).select('title').text(bar.title);
  if (old && bar.w !== old.w && sameBar(old, { ...bar, w: old.w, title: old.title })) {
    // The usual case: the present grows.
    element.setAttribute('width', String(w));
    element.setAttribute('rx', String(Math.min(2.5, w / 2)));
    return;
  }
  select(element)
    .attr('data-state', bar.state)
    .attr('data-style', bar.style)
    .attr('data-colour', bar.colour)
    .attr('x', bar.x + 0.5)
    .attr('y', bar.y + 0.5)
    .attr('width', w)
    .attr('height', Math.max(1, bar.h - 1))
    .attr('rx', Math.min(2.5, w / 2));
}

function defineStripes(defs: ReturnType<typeof select<SVGDefsElement, unknown>>): void {
  for (const id of ['lane-stripes-bad', 'lane-stripes-unknown', 'lane-stripes-forgotten']) {
    const stripes = defs
      .append('pattern')
      .attr('id', id)
      .attr('width', 6)
      .attr('height', 6)
      .attr('patternUnits', 'userSpaceOnUse')
      .attr('patternTransform', 'rotate(45)');
    stripes.append('rect').attr('class', `${id} base`).attr('width', 6).attr('height', 6);
    stripes.append('rect').attr('class', id).attr('width', 3).attr('height', 6);
  }
}

function sameBar(a: Bar, b: Bar): boolean {
  return (
    a.x === b.x &&
    a.w === b.w &&
    a.y === b.y &&
    a.h === b.h &&
    a.state === b.state &&
    a.colour === b.colour &&
    a.title === b.title
  );
}

function sameMark(a: Mark, b: Mark): boolean {
  const [left, right] = [a.label, b.label];
  return (
    a.x === b.x &&
    a.at === b.at &&
    a.title === b.title &&
    left?.x === right?.x &&
    left?.row === right?.row &&
    left?.text === right?.text
  );
}

function sameTicks(a: TimelineScene, b: TimelineScene): boolean {
  return a.height === b.height && sameItems(a.ticks, b.ticks, (x, y) => x.x === y.x && x.at === y.at);
}

function sameItems<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}
