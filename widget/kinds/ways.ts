import type { Kind } from '../contract.ts';
import { isAnswerable, isRepairable, type Model } from '../session/model.ts';
import type { Key as KindsKey } from '../strings/en-kinds.ts';
import { make, setInert, setText } from '../view/dom.ts';
import type { Parts } from './kinds.ts';
import type { Voice } from './player.ts';

/** The ways to be asked in, with the text of the button that leads there. */
const WAYS = [
  ['picture', 'toPicture'],
  ['sound', 'toSound'],
  ['motion', 'toMotion'],
  ['work', 'toWork'],
] as const satisfies readonly (readonly [Kind, KindsKey])[];

/** A button for each way to be asked other than the one that is shown. */
export interface Ways {
  readonly group: HTMLElement;
  update(model: Model, kind: Kind, voice: Voice): void;
}

/** Makes the buttons. */
export function createWays(
  { root, again, renew }: Parts,
  start: HTMLElement,
  input: HTMLElement,
): Ways {
  /** Who was pressed, until what was asked for is there. */
  let pressed: HTMLElement | undefined;
  const ways = WAYS.map(([kind, key]) => {
    const button = make('button', { type: 'button', part: 'button', class: 'tool' });
    button.addEventListener('click', () => {
      if (button.ariaDisabled === 'true') return;
      pressed = button;
      again(kind);
    });
    // As everywhere in the panel, what has the focus stays until the focus has gone.
    button.addEventListener('blur', renew);
    return { kind, key, button };
  });
  const buttons = ways.map(({ button }) => button);
  const group = make('div', { role: 'group', class: 'row others' }, ...buttons);

  return {
    group,
    update(model, kind, { text }) {
      const { state, challenge, fault } = model;
      const isThere = isAnswerable(model) || state === 'checking';
      if (pressed && isThere) {
        const isWaiting = pressed === root.activeElement;
        pressed = undefined;
        // Only whoever still waits there is led on: to the answer, or to where the work is seen.
        if (isWaiting) (state === 'checking' ? start : input).focus();
      }
      group.setAttribute('aria-label', text('other'));
      const isOffered = isAnswerable(model) || state === 'expired' || fault !== null;
      const current = challenge?.kind ?? model.kind ?? kind;
      let count = 0;
      for (const { kind: other, key, button } of ways) {
        setText(button, text(key));
        setInert(button, !isOffered);
        const isChoice = other !== current && model.kinds.includes(other);
        button.hidden = !isChoice && button !== root.activeElement;
        if (!button.hidden) count += 1;
      }
      const isUseful = count > 0 && isRepairable(model) && model.unsent === null;
      group.hidden = !isUseful && !group.contains(root.activeElement);
    },
  };
}
