import { enSound } from '../../strings/en-sound.ts';
import { make, setText } from '../../view/dom.ts';
import type { CreatePlayer, Voice } from '../player.ts';
import { loadBufferSound } from './buffer-sound.ts';
import { loadElementSound } from './element-sound.ts';
import type { Sound } from './sound.ts';

const BACK_S = 2;
const SLOW_RATE = 0.8;

/** Makes the player of digits that are spoken. */
export const createPlayer: CreatePlayer = ({ changed }) => {
  const play = make('button', { type: 'button', part: 'button', class: 'play' });
  const track = make('span', { class: 'track', 'aria-hidden': 'true' });
  const back = make('button', { type: 'button', part: 'button', class: 'tool' });
  const slower = make('button', {
    type: 'button',
    part: 'button',
    class: 'tool',
    'aria-pressed': 'false',
  });
  const keys = make('p', { id: 'keys' });
  const spoken = make('p');
  const controls = make(
    'div',
    { part: 'media', class: 'player heard' },
    make('div', { class: 'row' }, play, track),
    make('div', { class: 'row' }, back, slower),
    keys,
    spoken,
  );
  let sound: Sound | undefined;
  let language = '';
  let voice: Voice | undefined;

  const isPlaying = () => sound?.playing === true;

  function toggle(): void {
    if (isPlaying()) sound?.pause();
    else sound?.play();
  }

  function goBack(): void {
    sound?.seek(Math.max(0, sound.positionS - BACK_S));
    sound?.play();
  }

  function follow(): void {
    const share = sound ? sound.positionS / sound.durationS : 0;
    track.style.setProperty('--_done', String(share || 0));
    if (isPlaying()) requestAnimationFrame(follow);
  }

  function write(): void {
    if (!voice) return;
    const { text } = voice;
    setText(play, text(isPlaying() ? 'pause' : 'play'));
    play.classList.toggle('on', isPlaying());
    setText(back, text('sound.back'));
    setText(slower, text('sound.slower'));
    setText(keys, text('sound.keys'));
    setText(
      spoken,
      isForeign(voice) ? text('sound.spoken').replace('{language}', named(voice)) : '',
    );
  }

  const isForeign = (to: Voice) => language !== '' && language.split('-')[0] !== to.language;
  const named = (to: Voice) =>
    new Intl.DisplayNames([to.language], { type: 'language' }).of(language) ?? language;

  play.addEventListener('click', toggle);
  back.addEventListener('click', goBack);
  slower.addEventListener('click', () => {
    const isSlow = slower.ariaPressed !== 'true';
    slower.ariaPressed = String(isSlow);
    sound?.setRate(isSlow ? SLOW_RATE : 1);
  });

  return {
    controls,
    texts: enSound,
    get heard() {
      return isPlaying();
    },
    async show({ media }, source) {
      sound?.pause();
      let own: Sound | undefined;
      const listener = {
        changed: () => {
          if (sound !== own) return;
          write();
          follow();
          changed();
        },
        failed: () => sound === own && source.failed(),
      };
      own = await loadElementSound(new URL(source.path, source.base).href, listener).catch(
        async () => loadBufferSound(await (await source.bytes()).arrayBuffer(), listener),
      );
      if (slower.ariaPressed === 'true') own.setRate(SLOW_RATE);
      sound = own;
      language = media?.language ?? '';
      follow();
    },
    update(newVoice) {
      voice = newVoice;
      write();
    },
    key({ key, repeat, ctrlKey, altKey, metaKey }) {
      if (key === '[') {
        goBack();
        return true;
      }
      // Digits have no blanks, so the key is free: whoever listens need not leave the field.
      if (key !== ' ' || ctrlKey || altKey || metaKey) return false;
      if (!repeat) toggle();
      return true;
    },
    met: () => {},
    stop: () => sound?.pause(),
  };
};
