import { enMotion } from '../../strings/en-motion.ts';
import { make, setText } from '../../view/dom.ts';
import type { CreatePlayer, Voice } from '../player.ts';
import { type Film, readFilm } from './apng.ts';

/** Makes the player of pictures that only their motion shows. */
export const createPlayer: CreatePlayer = ({ root, canvas, changed }) => {
  const play = make('button', { type: 'button', part: 'button', class: 'play' });
  const controls = make('div', { class: 'player' }, make('div', { class: 'row' }, play));
  let film: Film | undefined;
  let voice: Voice | undefined;
  let isPlaying = false;
  /** Whether somebody has turned to this challenge, or pressed a button of it. */
  let isMet = false;
  let frame = 0;
  let frameSinceMs = 0;

  function draw(): void {
    const context = canvas.getContext('2d');
    const rows = film?.frames[frame];
    if (!context || !film || !rows) return;
    const { width, height, colours } = film;
    const image = context.createImageData(width, height);
    const rowBytes = Math.ceil(width / 8);
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const x = pixel % width;
      const byte = rows[((pixel - x) / width) * rowBytes + (x >> 3)] ?? 0;
      const colour = colours[(byte >> (7 - (x & 7))) & 1] ?? [0, 0, 0];
      image.data.set([...colour, 255], pixel * 4);
    }
    context.putImageData(image, 0, 0);
  }

  // Frames of the display, which come no more while the page is hidden.
  function step(nowMs: number): void {
    if (!isPlaying || !film) return;
    requestAnimationFrame(step);
    const steps = Math.floor((nowMs - frameSinceMs) / film.delayMs);
    if (steps < 1) return;
    // After a pause of any length it goes on with the next frame: there is no sound to keep up with.
    frameSinceMs = steps > 4 ? nowMs : frameSinceMs + steps * film.delayMs;
    frame = (frame + Math.min(steps, 4)) % film.frames.length;
    draw();
  }

  function set(playing: boolean): void {
    if (playing === isPlaying) return;
    isPlaying = playing;
    frameSinceMs = performance.now();
    if (playing) requestAnimationFrame(step);
    write();
    changed();
  }

  function write(): void {
    if (!voice) return;
    setText(play, voice.text(isPlaying ? 'pause' : 'play'));
    play.classList.toggle('on', isPlaying);
  }

  /** Makes each pixel of the film a whole number of pixels of the display. */
  function fit(): void {
    const parent = canvas.parentElement;
    if (!film || !parent?.clientWidth || !controls.isConnected) return;
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(parent);
    const border = canvas.offsetWidth - canvas.clientWidth;
    const taken = [paddingInlineStart, paddingInlineEnd].map(Number.parseFloat);
    const freePx = taken.reduce((room, px) => room - px, parent.clientWidth - border);
    const scale = Math.floor((freePx * devicePixelRatio) / film.width);
    const widthPx = scale < 1 ? freePx : (film.width * scale) / devicePixelRatio;
    canvas.style.inlineSize = `${widthPx}px`;
  }

  const room = new ResizeObserver(fit);
  play.addEventListener('click', () => {
    isMet = true;
    set(!isPlaying);
  });

  return {
    controls,
    texts: enMotion,
    heard: false,
    async show(_challenge, source) {
      const next = await readFilm(await (await source.bytes()).arrayBuffer());
      set(false);
      film = next;
      frame = 0;
      isMet = false;
      canvas.width = film.width;
      canvas.height = film.height;
      canvas.removeAttribute('style');
      Object.assign(canvas.style, {
        boxSizing: 'content-box',
        imageRendering: 'pixelated',
        marginInline: 'auto',
      });
      room.observe(canvas.parentElement ?? canvas);
      draw();
      // Who has the focus here has opened it, asked for another one, or answered the last.
      if (root.activeElement) this.met();
    },
    update(newVoice) {
      voice = newVoice;
      write();
    },
    key: () => false,
    met() {
      if (isMet || !film) return;
      isMet = true;
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) set(true);
    },
    stop: () => set(false),
  };
};
