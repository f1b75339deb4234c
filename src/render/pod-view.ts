import { select, type Selection } from 'd3-selection';
import type { PodMark, Slot } from '../scene/types';
import { drawGlyph, drawShape } from './glyph-view';
import { FAULT_GLYPH } from './glyphs';
import { fadeIn, fadeOut, glide, pulse, put, shake, TIMES } from './motion';
import type { Pen } from './pen';

const GLYPH = 14;
const PAD = 9;
const RADIUS = 8;
const TEXT_LEFT = PAD + GLYPH + 8;

/** The pods of a slot, joined by uid: a pod keeps its element for life. */
export function drawPods(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  slot: Slot,
  pen: Pen,
): void {
  layer
    .selectAll<SVGGElement, PodMark>('g.pod')
    .data(slot.pods, (mark) => mark.uid)
    .join(
      (enter) =>
        enter.append('g').each(function (mark) {
          create(this);
          draw(this, mark, slot, pen, undefined);
          arrive(this, mark, pen);
        }),
      (update) =>
        update.each(function (mark) {
          draw(this, mark, slot, pen, this.dataset['state']);
          if (pen.still || pen.resized) put(this, { x: mark.x, y: 0 });
          else glide(this, { x: mark.x, y: 0 }, TIMES.arrive);
        }),
      (exit) =>
        exit.each(function (mark) {
          leave(this, mark, slot, pen);
        }),
    );
}

function create(element: SVGGElement): void {
  const pod = select(element).attr('class', 'pod');
  const body = pod.append('g').attr('class', 'pod-body');
  body.append('rect').attr('class', 'pod-box');
  body.append('rect').attr('class', 'pod-edge');
  body.append('rect').attr('class', 'pod-bar');
  body.append('g').attr('class', 'glyph');
  body.append('text').attr('class', 'pod-name');
  body.append('text').attr('class', 'pod-word');
  body.append('title');
  body.append('g').attr('class', 'fault');
}

function arrive(element: SVGGElement, mark: PodMark, pen: Pen): void {
  if (pen.still || pen.first) return put(element, { x: mark.x, y: 0 });
  // It comes from above, where the card of its set is.
  put(element, { x: mark.x, y: -16 });
  glide(element, { x: mark.x, y: 0 }, TIMES.arrive);
  fadeIn(element);
}

function leave(element: SVGGElement, mark: PodMark, slot: Slot, pen: Pen): void {
  if (pen.still) return void select(element).remove();
  // Off the join, so that the uid may come back (seeking) as a new element while this one fades.
  select(element)
    .attr('class', slot.quiet ? 'pod-leaving quiet' : 'pod-leaving')
    .attr('aria-hidden', 'true')
    .attr('data-uid', null);
  const scale = 0.82;
  glide(
    element,
    { x: mark.x + (mark.w * (1 - scale)) / 2, y: (slot.h * (1 - scale)) / 2, scale },
    TIMES.leave,
  );
  fadeOut(element);
}

function draw(element: SVGGElement, mark: PodMark, slot: Slot, pen: Pen, before: string | undefined): void {
  const pod = select(element)
    .attr('data-uid', mark.uid)
    .attr('data-state', mark.state)
    .attr('data-colour', slot.quiet ? 0 : mark.colour)
    .classed('quiet', slot.quiet);
  const body = pod.select<SVGGElement>('.pod-body');
  const { w } = mark;
  const { h } = slot;
  body
    .select('.pod-box')
    .attr('x', 0.5)
    .attr('y', 0.5)
    .attr('width', Math.max(0, w - 1))
    .attr('height', h - 1)
    .attr('rx', Math.min(RADIUS, w / 2));
  body.select('title').text(`${mark.name}: ${mark.word}\n${mark.title}`);
  pod.classed('broken', mark.fault !== undefined);
  drawFault(body.select<SVGGElement>('.fault'), mark);
  if (mark.state !== before) changed(body, mark, h, pen, before);
  drawEdge(body, mark, slot);
  drawBar(body, mark, h);
  drawTexts(body, mark, slot, pen);
}

function changed(
  body: Selection<SVGGElement, unknown, null, undefined>,
  mark: PodMark,
  h: number,
  pen: Pen,
  before: string | undefined,
): void {
  const glyph = body.select<SVGGElement>('.glyph');
  drawGlyph(glyph, mark.state, PAD, (h - GLYPH) / 2, GLYPH);
  const element = body.node();
  if (!element || before === undefined) return;
  // What the shake has left behind.
  if (before === 'failed') element.removeAttribute('transform');
  if (pen.still || pen.first) return;
  fadeIn(glyph.node() as SVGGElement, TIMES.fade);
  if (mark.state === 'ready') pulse(element, PAD + GLYPH / 2, h / 2);
  if (mark.state === 'failed') shake(element);
}

/** A bolt on the upper edge: somebody has broken this pod on purpose. */
function drawFault(group: Selection<SVGGElement, unknown, null, undefined>, mark: PodMark): void {
  const shown = mark.fault !== undefined;
  group.attr('display', shown ? null : 'none');
  if (shown) drawShape(group, FAULT_GLYPH, Math.max(0, mark.w - 15), -5, 1);
}

// A failing pod is red; the strip at its left still tells the revision.
function drawEdge(body: Selection<SVGGElement, unknown, null, undefined>, mark: PodMark, slot: Slot): void {
  const shown = (mark.state === 'backoff' || mark.state === 'failed') && !slot.quiet;
  body
    .select('.pod-edge')
    .attr('x', 3)
    .attr('y', 8)
    .attr('width', 2.5)
    .attr('height', Math.max(0, slot.h - 16))
    .attr('rx', 1.25)
    .attr('display', shown ? null : 'none');
}

function drawBar(body: Selection<SVGGElement, unknown, null, undefined>, mark: PodMark, h: number): void {
  const inner = Math.max(0, mark.w - 12);
  const bar = body
    .select('.pod-bar')
    .attr('x', 6)
    .attr('y', h - 3)
    .attr('height', 2)
    .attr('rx', 1);
  const moving = mark.state === 'pulling';
  bar
    .classed('moving', moving)
    .attr('display', moving || mark.progress !== undefined ? null : 'none')
    .attr('width', moving ? inner : inner * (mark.progress ?? 0));
  bar.attr('pathLength', moving ? 100 : null);
}

function drawTexts(
  body: Selection<SVGGElement, unknown, null, undefined>,
  mark: PodMark,
  slot: Slot,
  pen: Pen,
): void {
  const middle = slot.h / 2 + 4;
  const room = mark.w - TEXT_LEFT - PAD;
  const { name, word } = texts(mark, slot, room, pen);
  body.select('.pod-name').attr('x', TEXT_LEFT).attr('y', middle).text(name);
  body
    .select('.pod-word')
    .attr('x', mark.w - PAD)
    .attr('y', middle)
    .text(word);
}

/** Name left, word right; the word goes first where both do not fit, and halves of a surge show one of the two. */
function texts(mark: PodMark, slot: Slot, room: number, pen: Pen): { name: string; word: string } {
  const several = slot.pods.length > 1;
  const newest = slot.pods.at(-1)?.uid === mark.uid;
  // Without a word beside it the name may come nearer to the edge.
  if (several && !newest && room < 150) return { name: pen.fit(slot.set.name, 'name', room + 5), word: '' };
  if (several && room < 150) {
    // `Ready 3/10s` → `3/10s`: the shape tells the rest.
    const short = mark.word.replace(/^Ready (?=\d)/, '');
    const word = pen.measure(mark.word, 'word') <= room ? mark.word : short;
    return { name: '', word: pen.fit(word, 'word', room) };
  }
  const nameWidth = pen.measure(slot.set.name, 'name') + 10;
  const full = mark.note === undefined ? mark.word : `${mark.word}, ${mark.note}`;
  const word = pen.measure(full, 'word') + nameWidth <= room ? full : pen.fit(mark.word, 'word', room);
  const left = room - pen.measure(word, 'word') - 10;
  const name = left < 34 ? '' : pen.fit(slot.set.name, 'name', left);
  return { name, word };
}
