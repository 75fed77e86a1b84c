import type { Challenge } from '../api/client.ts';
import type { Kind } from '../contract.ts';
import type { loadLazy } from '../lazy.ts';
import type { Host } from '../session/host.ts';
import { isAnswerable, type Model } from '../session/model.ts';
import { enKinds } from '../strings/en-kinds.ts';
import { make } from '../view/dom.ts';
import type { Player, Voice } from './player.ts';
import { createProgress } from './progress.ts';
import { dress } from './styles.ts';
import { createWays } from './ways.ts';
import { createWork } from './work.ts';

/** What this part is put together from. */
export interface Parts {
  readonly root: ShadowRoot;
  /** Asks for a challenge of another kind. */
  again(kind: Kind): void;
  /** Shows everything as it is now. */
  renew(): void;
  /** Fetches the player of a kind: only the first script knows the versions of the others. */
  readonly load: typeof loadLazy;
}

/** Everything of the panel that a picture alone does not need. */
export interface Kinds {
  /** While it is heard, nothing else may talk. */
  readonly heard: boolean;
  /** English texts that the first script does not bring. */
  textsOf(kind: Kind): Readonly<Record<string, string>>;
  readonly show: Host['show'];
  readonly proof: Host['proof'];
  update(model: Model, kind: Kind, bare: boolean, voice: Voice): void;
  /** Whether a key pressed in the answer was meant for a player, and is done. */
  key(event: KeyboardEvent): boolean;
}

/** Puts players, the ways to be asked otherwise and the progress of work into the panel. */
export function createKinds(parts: Parts): Kinds {
  const { root } = parts;
  const panel = find(root, '[part=panel]');
  const canvas = find<HTMLCanvasElement>(root, 'canvas');
  const input = find<HTMLInputElement>(root, 'input');
  const players: Partial<Record<Kind, Player>> = {};
  let player: Player | undefined;
  const place = make('div', { class: 'place' });
  const ways = createWays(parts, find(root, '[part=start]'), input);
  const progress = createProgress(find(root, '.head'), input.parentElement ?? panel);
  const work = createWork(parts.load, progress.worked);
  find(root, 'label').before(place);
  panel.append(ways.group);
  input.setAttribute('aria-describedby', 'keys message');
  panel.addEventListener('focusin', () => player?.met());

  return {
    get heard() {
      return player?.heard === true;
    },
    textsOf: (kind) => ({ ...enKinds, ...players[kind]?.texts }),
    async show(challenge, source) {
      const { kind } = challenge;
      if (kind === 'motion' && source.chosen !== 'motion') {
        const calm = calmerThanMotion(challenge);
        if (calm) return calm;
      }
      work.begin(challenge, source);
      // A document that the element has moved to has no style sheet of ours yet.
      dress(root);
      if (kind !== 'sound' && kind !== 'motion') return undefined;
      const { createPlayer } = await parts.load(kind, source.base);
      players[kind] ??= createPlayer({ root, canvas, changed: parts.renew });
      await players[kind].show(challenge, source);
      return undefined;
    },
    update(model, kind, bare, voice) {
      const hadFocus = place.contains(root.activeElement);
      if (players[kind] !== player) {
        player?.stop();
        player = players[kind];
        // What moves is shown at a size of its own.
        if (kind !== 'motion') canvas.removeAttribute('style');
        place.replaceChildren(...(player ? [player.controls] : []));
        if (hadFocus) input.focus();
      }
      if (!isAnswerable(model)) player?.stop();
      player?.update(voice);
      input.inputMode = kind === 'sound' ? 'numeric' : '';
      place.hidden = bare && !place.contains(root.activeElement);
      canvas.hidden = bare || kind === 'sound';
      ways.update(model, kind, voice);
      progress.update(model, voice);
    },
    key: (event) => player?.key(event) === true,
    proof: work.proof,
  };
}

/** What to take for somebody whose system asks for little motion, if they may have it. */
function calmerThanMotion({ alternatives }: Challenge): Kind | undefined {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  return (['picture', 'sound'] as const).find((kind) => alternatives.includes(kind));
}

function find<T extends HTMLElement = HTMLElement>(root: ShadowRoot, selector: string): T {
  return root.querySelector<T>(selector) as T;
}
