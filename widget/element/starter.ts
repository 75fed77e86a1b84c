const TOUCHES = ['focusin', 'pointerdown', 'input'] as const;

/** Waits for somebody to touch a form. */
export interface Starter {
  /** Calls back at the first touch of `place`, or at once if the focus is there already. */
  watch(place: HTMLElement, touched: () => void): void;
  stop(): void;
}

/** Makes a starter that watches nothing yet. */
export function createStarter(): Starter {
  let controller = new AbortController();
  const stop = () => {
    controller.abort();
    controller = new AbortController();
  };
  return {
    stop,
    watch(place, touched) {
      stop();
      if (place.contains(document.activeElement)) return touched();
      const { signal } = controller;
      const once = () => {
        stop();
        touched();
      };
      for (const type of TOUCHES) place.addEventListener(type, once, { signal, passive: true });
    },
  };
}
