import type { Kind } from '../contract.ts';
import type { Kinds } from '../kinds/kinds.ts';
import { loadLazy } from '../lazy.ts';
import { directionOf, fill, type Language } from '../locale.ts';
import type { Host } from '../session/host.ts';
import { isAnswerable, isRepairable, type Model, secondsUntil } from '../session/model.ts';
import type { Strings } from '../strings/en.ts';
import { createAnnouncer } from './announcer.ts';
import { make, setInert, setText } from './dom.ts';
import { clearPicture, drawPicture } from './media.ts';
import { primaryOf, textsOf } from './texts.ts';

/** What somebody can do. */
export interface Actions {
  start(): void;
  answer(text: string): void;
  /** Another challenge, or one of another kind. */
  again(kind?: Kind): void;
  extend(): void;
  close(): void;
  typed(): void;
}

/** What is shown beside the model. */
export interface Wording {
  readonly strings: Strings;
  readonly language: Language;
  /** Whether a button may follow an expiry. */
  readonly renews: boolean;
}

/** The shadow tree: built once, then only its texts and switches change. */
export interface View {
  readonly box: HTMLElement;
  readonly start: HTMLButtonElement;
  readonly panel: HTMLElement;
  readonly input: HTMLInputElement;
  update(model: Model, wording: Wording, nowMs: number): void;
  readonly show: Host['show'];
  readonly proof: Host['proof'];
}

/** Builds the tree into a shadow root. */
export function createView(root: ShadowRoot, actions: Actions): View {
  const title = make('span', { part: 'title' });
  const note = make('span', { class: 'note' });
  const start = make(
    'button',
    { type: 'button', part: 'start' },
    make('span', { class: 'mark', 'aria-hidden': 'true' }),
    make('span', { class: 'lines' }, title, note),
  );
  const heading = make('span', { class: 'heading' });
  const close = make('button', { type: 'button', part: 'close' });
  const canvas = make('canvas', { role: 'img', part: 'media', width: '240', height: '80' });
  const label = make('label', { for: 'answer' });
  const input = make('input', {
    id: 'answer',
    part: 'input',
    dir: 'ltr',
    maxlength: '64',
    autocomplete: 'off',
    autocapitalize: 'characters',
    autocorrect: 'off',
    spellcheck: 'false',
    enterkeyhint: 'done',
    'aria-describedby': 'message',
    'data-1p-ignore': '',
    'data-lpignore': 'true',
    'data-bwignore': '',
  });
  const primary = make('button', { type: 'button', part: 'button', class: 'primary' });
  const message = make('p', { id: 'message', part: 'message' });
  const again = make('button', { type: 'button', part: 'button', class: 'tool' });
  const more = make('button', { type: 'button', part: 'button', class: 'tool' });
  const timer = make('span', { part: 'timer' });
  const panel = make(
    'div',
    { part: 'panel', id: 'panel' },
    make('div', { class: 'bar' }, heading, close),
    canvas,
    label,
    make('div', { class: 'row' }, input, primary),
    message,
    make('div', { class: 'row tools' }, again, timer, more),
  );
  panel.hidden = true;
  start.setAttribute('aria-controls', 'panel');
  const announcer = createAnnouncer();
  const head = make('div', { class: 'head' }, start);
  const box = make('div', { part: 'box', role: 'group' }, head, panel, announcer.region);
  root.append(box);

  let shown: [Model, Wording] | undefined;
  let challengeId = '';
  let kind: Kind = 'picture';
  let kinds: Kinds | undefined;
  let bare = false;
  const press = (): void => {
    const action = shown && primaryOf(shown[0], Date.now());
    if (action === 'start') actions.start();
    else if (action === 'answer') actions.answer(input.value);
  };

  start.addEventListener('click', () => actions.start());
  primary.addEventListener('click', press);
  again.addEventListener('click', () => actions.again());
  more.addEventListener('click', () => actions.extend());
  // A control that has the focus stays where it is, and goes once the focus has left it.
  const renew = () => shown && update(...shown, Date.now());
  for (const control of [input, primary, again, more]) {
    control.addEventListener('blur', renew);
  }
  close.addEventListener('click', () => actions.close());
  input.addEventListener('input', () => actions.typed());
  input.addEventListener('keydown', (event) => {
    // Enter ends the composition of a character first.
    if (event.isComposing) return;
    if (event.key === 'Enter') press();
    else if (!kinds?.key(event)) return;
    event.preventDefault();
  });

  function update(model: Model, wording: Wording, nowMs: number): void {
    shown = [model, wording];
    const { strings, language, renews } = wording;
    const { state, challenge } = model;
    const texts = textsOf(model);
    const seconds = secondsUntil(texts.deadlineMs, nowMs);
    const length = challenge?.answerLength ?? 0;
    const id = challenge?.id ?? '';
    if (challenge) kind = challenge.kind;
    const all: Readonly<Record<string, string | undefined>> = {
      ...kinds?.textsOf(kind),
      ...strings,
    };
    const text = (key: string | null) =>
      fill(all[`${kind}.${key}`] ?? all[`${key}`] ?? '', language, { seconds, length });

    box.lang = language;
    box.dir = directionOf(language);
    box.dataset['state'] = state;
    box.setAttribute('aria-label', strings.title);
    setText(title, text(texts.title));
    setText(note, text(texts.note));
    setText(heading, strings.title);
    start.setAttribute('aria-expanded', String(model.open));
    const settled = state === 'solved' && !model.token?.warned;
    const renewable = state !== 'expired' || renews;
    setInert(start, settled || !renewable || (model.open && primaryOf(model, nowMs) !== 'start'));

    if (id !== challengeId && state !== 'solved') input.value = '';
    challengeId = id;
    if (state === 'loading') clearPicture(canvas);
    if (length > 0) setText(label, text('label'));
    canvas.setAttribute('aria-label', text('picture'));
    input.readOnly = !isAnswerable(model);
    input.setAttribute('aria-invalid', String(state === 'wrong'));
    setText(primary, text(texts.primary));
    setInert(primary, primaryOf(model, nowMs) === null || !renewable);
    setText(message, text(texts.message));

    const warned = isAnswerable(model) && challenge?.warned === true;
    setText(again, text('again'));
    setInert(again, !isAnswerable(model) && state !== 'expired');
    setText(more, strings.more);
    setInert(more, !warned);
    hide(more, !(warned && challenge.extendable));
    // A fault that kept no answer leaves nothing to read or to type.
    if (state !== 'loading') bare = model.fault !== null && model.unsent === null;
    panel.toggleAttribute('data-bare', bare);
    for (const part of [canvas, label, input]) hide(part, bare);
    hide(again, bare || state === 'expired');
    hide(primary, !isRepairable(model));
    setText(timer, warned ? text('timeLeft') : '');
    close.setAttribute('aria-label', strings.close);
    kinds?.update(model, kind, bare, { language, text });
    const { announcement } = texts;
    if (announcement && !kinds?.heard)
      announcer.say(`${announcement} ${model.epoch} ${challenge?.deadlineMs}`, text(announcement));
  }

  const show: Host['show'] = async (challenge, source) => {
    const { kind, alternatives, work } = challenge;
    const others = async () => {
      const { createKinds } = await loadLazy('kinds', source.base);
      kinds ??= createKinds({ root, again: actions.again, renew, load: loadLazy });
      return kinds.show(challenge, source);
    };
    if (kind !== 'picture') return others();
    const more = alternatives[0] || work ? others() : undefined;
    // Without other ways a picture can be solved all the same, but not without its work.
    const shown = work ? more : more?.catch(() => undefined);
    await Promise.all([source.bytes().then((picture) => drawPicture(canvas, picture)), shown]);
    return undefined;
  };

  return { box, start, panel, input, update, show, proof: async () => kinds?.proof() };
}

function hide(element: HTMLElement, hidden: boolean): void {
  element.hidden = hidden && !element.matches(':focus-within');
}
