import { html } from 'ghtml';
import type { Picture } from '../captcha.ts';
import { pictureFields } from './picture-fields.ts';
import { registrationPage, type Typed } from './registration.ts';

/** Why a form comes back. */
export interface ClassicTyped extends Typed {
  notice?: 'new-picture' | 'unchecked';
}

const scripts = html`<script src="/assets/picture.js" type="module"></script>`;

/** The registration page by the classic contract. Without a picture it says so. */
export function classicPage(form: ClassicTyped & { picture: Picture | null }): string {
  const { problems = [], notice, picture } = form;
  return registrationPage({
    ...form,
    action: '/register/classic',
    scripts,
    captcha: pictureFields(picture, problems, notice === 'new-picture'),
    isReturned: problems.length > 0 || notice !== undefined,
    isDown: notice === 'unchecked' || picture === null,
  });
}
