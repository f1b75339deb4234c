import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Store } from './api/store';
import { newEventState, plainMemory, type EventState } from './event-memory';
import { recordEvent, type NewEvent } from './events';
import { SeededRandom } from './random';
import { keepState } from './state-keeping';

const START = Date.UTC(2026, 0, 1);

/** One side of the comparison. */
class Recorder {
  state: EventState = newEventState();
  private readonly store = new Store(() => undefined);
  private readonly random = new SeededRandom(1);

  record(event: NewEvent, now: number): void {
    recordEvent(this.state, { store: this.store, random: this.random, now }, event);
  }
}

const anEvent = fc.record({
  // Often within minutes, sometimes more than an hour.
  after: fc.oneof(fc.nat(400_000), fc.nat(700_000), fc.nat(4_000_000)),
  object: fc.nat(3),
  type: fc.constantFrom<NewEvent['type']>('Normal', 'Warning'),
  message: fc.constantFrom('a', 'b'),
  series: fc.boolean(),
  // So many at once that the bucket is not full for long.
  times: fc.constantFrom(1, 1, 1, 30),
  lookBack: fc.constantFrom(false, false, false, true),
});

test('what is looked at when due is forgotten as if everything were looked at', () => {
  let forgotten = 0;
  fc.assert(
    fc.property(fc.array(anEvent, { minLength: 5, maxLength: 40 }), (events) => {
      const [byDue, byAll] = [new Recorder(), new Recorder()];
      let now = START;
      let before = 0;
      for (const { after, object, times, lookBack, ...said } of events) {
        now += after;
        const about = { kind: 'Pod', namespace: 'default', name: `p${object}`, uid: `u${object}` };
        const event = { ...said, by: 'x', about, reason: 'Seen', source: { component: 'x' } };
        // What is derived hangs on the identity of the state.
        if (lookBack) byDue.state = { ...byDue.state };
        for (let i = 0; i < times; i++) {
          byAll.state = { ...byAll.state };
          byDue.record(event, now);
          byAll.record(event, now);
        }
        const remembered = plainMemory(keepState(byDue.state));
        expect(remembered).toEqual(plainMemory(keepState(byAll.state)));
        const { size } = remembered.told;
        if (size < before) forgotten++;
        before = size;
      }
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(forgotten).toBeGreaterThan(100);
});
