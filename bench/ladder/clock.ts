/** Simulated time: nothing waits, and equal runs are equal. */
export interface Clock {
  nowMs(): number;
  /** Lets something happen later. What is due at the same time happens in the order it was asked for. */
  after(delayMs: number, happen: () => Promise<void>): void;
  /** Lets everything happen that is due before `endMs`, or until `isOver` says so. */
  run(endMs: number, isOver?: () => boolean): Promise<void>;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => Promise<void>;
}

/** Creates a clock that begins at `startMs`. */
export function createClock(startMs: number): Clock {
  // A binary heap: a day has a million events, most of them made while others happen.
  const heap: Event[] = [];
  let now = startMs;
  let order = 0;

  const isBefore = (a: Event, b: Event) =>
    a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

  function push(event: Event): void {
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Event;
      if (!isBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  function pop(): Event {
    const first = heap[0] as Event;
    const last = heap.pop() as Event;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const [left, right] = [heap[child] as Event, heap[child + 1]];
      if (right && isBefore(right, left)) child++;
      const smaller = heap[child] as Event;
      if (!isBefore(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  return {
    nowMs: () => now,
    after: (delayMs, happen) => push({ atMs: now + delayMs, order: order++, happen }),
    run: async (endMs, isOver = () => false) => {
      while (heap.length > 0 && (heap[0] as Event).atMs < endMs && !isOver()) {
        const event = pop();
        now = event.atMs;
        await event.happen();
      }
      now = Math.max(now, endMs);
    },
  };
}
