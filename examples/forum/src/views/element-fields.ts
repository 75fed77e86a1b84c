import { html } from 'ghtml';
import type { Problem } from '../registration-form.ts';
import { fieldError } from './field.ts';

/** Inkblot's element; until its script has come, what stands inside it. */
export function elementFields(sitekey: string, problems: Problem[]): string {
  return html`<fieldset class="captcha">
    <legend>Are you a person?</legend>
    <p class="hint">Cannot see the picture?
      <a href="mailto:hello@mending.example">Write to us</a> and we add you by hand.</p>
    !${fieldError(problems, 'captcha')}
    <inkblot-captcha id="captcha" sitekey="${sitekey}" required>
      The captcha is still on its way. If this stays here, it cannot be reached: please try again
      later.
    </inkblot-captcha>
  </fieldset>`;
}

/** In place of the element for who comes back with a token that nobody has verified yet. */
export function tokenFields(token: string): string {
  return html`<fieldset class="captcha">
    <legend>Are you a person?</legend>
    <p class="status">You read the picture rightly. That counts for a few minutes.</p>
    <!-- Browsers restore hidden fields on reload unless told not to: an old token. -->
    <input type="hidden" name="inkblot-response" value="${token}" autocomplete="off">
  </fieldset>`;
}

/** The way for browsers without scripts: to Inkblot's page, whose form leads back with a token. */
export function noScriptWay(address: string): string {
  return html`<noscript><p class="summary">Your browser runs no scripts here, so please
    <a href="${address}">read a picture first</a>. Then you come back to this form.</p></noscript>`;
}
