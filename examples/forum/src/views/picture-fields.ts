import { html } from 'ghtml';
import type { Picture } from '../captcha.ts';
import { ANSWER_MAX } from '../classic-form.ts';
import type { Problem } from '../registration-form.ts';
import { describedBy, fieldError } from './field.ts';

/**
 * The picture, its button and its answer.
 *
 * The picture is inside the page, so that it and the uuid in the hidden field always belong
 * together, with or without JavaScript.
 */
export function pictureFields(
  picture: Picture | null,
  problems: Problem[],
  isRefreshed: boolean,
): string {
  const source = picture && `data:image/png;base64,${picture.png.toString('base64')}`;
  return html`<!-- Enter presses a form's first button: without this one, the one for a new picture. -->
  <button class="unseen" tabindex="-1" aria-hidden="true">Join the circle</button>
  <fieldset class="captcha">
    <legend>Are you a person?</legend>
    <div class="frame" id="frame">
      <img id="picture" alt="Distorted letters and digits, to be typed into the next field"
        !${source ? html`src="!${source}"` : 'hidden'}>
      <p id="no-picture" !${source ? 'hidden' : ''}>No picture at the moment</p>
    </div>
    <div class="under-picture">
      <button class="button quiet" id="new-picture" name="action" value="new-picture" formnovalidate>
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M16 10a6 6 0 1 1-1.8-4.3M16 3v4h-4" /></svg>
        <span>New picture</span></button>
      <p class="status" id="picture-status" role="status" !${isRefreshed ? 'tabindex="-1" autofocus' : ''}>${
        isRefreshed ? 'Here is a new picture.' : ''
      }</p>
    </div>
    <!-- Browsers restore hidden fields on reload unless told not to: an old uuid, a new picture. -->
    <input type="hidden" id="captcha-uuid" name="captcha_uuid" value="${picture?.uuid ?? ''}" autocomplete="off">
    <label for="answer">Characters in the picture</label>
    <p class="hint" id="answer-hint">Capitals or not, both are fine. Cannot see the picture?
      <a href="mailto:hello@mending.example">Write to us</a> and we add you by hand.</p>
    !${fieldError(problems, 'answer')}
    <input id="answer" name="answer" type="text" inputmode="text" autocomplete="off"
      autocapitalize="characters" autocorrect="off" spellcheck="false"
      required maxlength="${ANSWER_MAX}" !${describedBy(problems, 'answer', 'answer-hint')}>
  </fieldset>`;
}
