/** What a stock holds, and where more of it comes from. */
export interface StockOptions<T> {
  /** The most items held. 0 for a stock that stays empty. */
  readonly size: number;
  /** Makes an item in idle time. A rejection means: not now. */
  readonly make: () => Promise<T>;
}

/** Things made ahead of need. */
export interface Stock<T> {
  /** Hands out an item, each one once; nothing if there is none. */
  take(): T | undefined;
  /** Drops what is held and what is being made: it would not be right any more. */
  clear(): void;
  /** How many items are held. */
  count(): number;
  /** Makes no more. */
  close(): void;
}

/**
 * So many items are made between two pauses. Preparing and receiving one costs the event loop about
 * 15 microseconds: 32 are half a millisecond.
 */
const BATCH = 32;

const PAUSE_MS = 10;

/** As many taken in one pause is a rate of 1,000 a second: the processor is needed elsewhere. */
const BURST = 10;

const PAUSE_AFTER_FAILURE_MS = 1000;

/** Creates a stock that fills itself, a few items at a time, except while many are taken. */
export function createStock<T>({ size, make }: StockOptions<T>): Stock<T> {
  let items: T[] = [];
  let taken = 0;
  let pause: NodeJS.Timeout | undefined;
  let isFilling = false;
  let isClosed = false;

  function fill(): void {
    if (isFilling || isClosed || items.length >= size) return;
    isFilling = true;
    waitToMake(PAUSE_MS);
  }

  function waitToMake(ms: number): void {
    pause = setTimeout(() => {
      const isBurst = taken >= BURST;
      taken = 0;
      if (isBurst) waitToMake(PAUSE_MS);
      else void makeSome();
    }, ms);
  }

  async function makeSome(): Promise<void> {
    const current = items;
    const count = Math.min(BATCH, size - items.length);
    const made = await Promise.allSettled(Array.from({ length: count }, make));
    if (isClosed) return;
    const good = made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    // Cleared meanwhile: these belong to what was dropped.
    if (current === items) items.push(...good);
    // Nobody is told: whoever needs an item that is not there makes one, and is told what is wrong.
    if (good.length < count) waitToMake(PAUSE_AFTER_FAILURE_MS);
    else if (items.length < size) waitToMake(PAUSE_MS);
    else isFilling = false;
  }

  fill();
  return {
    take: () => {
      const item = items.pop();
      taken++;
      fill();
      return item;
    },
    clear: () => {
      items = [];
      fill();
    },
    count: () => items.length,
    close: () => {
      isClosed = true;
      items = [];
      clearTimeout(pause);
    },
  };
}
