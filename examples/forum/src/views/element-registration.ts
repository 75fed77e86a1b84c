import { html } from 'ghtml';
import { elementFields, noScriptWay, tokenFields } from './element-fields.ts';
import { registrationPage, type Typed } from './registration.ts';

/** Why a form comes back. */
export interface ElementTyped extends Typed {
  /** A token that may still be good. */
  token?: string;
  isDown?: boolean;
}

/** What the page has to know of Inkblot. */
export interface ElementAddresses {
  sitekey: string;
  /** Of the script of the element. */
  script: string;
  /** Of the page without scripts. */
  noScript: string;
}

/** The registration page with Inkblot's element, or with the token that somebody has already. */
export function elementPage(form: ElementTyped & ElementAddresses): string {
  const { problems = [], token, isDown = false, sitekey } = form;
  return registrationPage({
    ...form,
    action: '/register',
    scripts: html`<script src="${form.script}" async></script>`,
    before: token ? '' : noScriptWay(form.noScript),
    captcha: token ? tokenFields(token) : elementFields(sitekey, problems),
    isReturned: problems.length > 0 || isDown,
    isDown,
  });
}
