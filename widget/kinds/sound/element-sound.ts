import type { Listener, Sound } from './sound.ts';

// Some phones load nothing before somebody presses «play», and say nothing of it.
const LONGEST_WAIT_MS = 2_000;

/**
 * A sound in a media element, which loads by ranges and which the silent switch of a phone leaves
 * audible. Rejects if it cannot be loaded: the service, or the `media-src` of the page's policy.
 */
export function loadElementSound(url: string, listener: Listener): Promise<Sound> {
  const audio = new Audio();
  audio.crossOrigin = 'anonymous';
  audio.preload = 'auto';
  for (const type of ['play', 'pause', 'ended']) audio.addEventListener(type, listener.changed);
  const sound: Sound = {
    get playing() {
      return !audio.paused && !audio.ended;
    },
    get positionS() {
      return audio.currentTime;
    },
    get durationS() {
      return audio.duration;
    },
    // A pause before the first sound rejects the promise: that is no fault.
    play: () => void audio.play().catch(() => {}),
    pause: () => audio.pause(),
    seek: (positionS) => {
      audio.currentTime = positionS;
    },
    setRate: (rate) => {
      audio.defaultPlaybackRate = rate;
      audio.playbackRate = rate;
    },
  };
  return new Promise((resolve, reject) => {
    let isReady = false;
    const ready = () => {
      isReady = true;
      resolve(sound);
    };
    const timer = setTimeout(ready, LONGEST_WAIT_MS);
    audio.addEventListener('loadedmetadata', ready, { once: true });
    audio.addEventListener('error', () => {
      clearTimeout(timer);
      if (isReady) listener.failed();
      else reject(audio.error);
    });
    audio.src = url;
  });
}
